-- The rate of each tax class of a market that holds on a day: the latest that has begun.
SELECT DISTINCT ON (rate.tax_class)
    rate.tax_class,
    rate.rate
FROM tax_rate AS rate
WHERE rate.market_id = %(market)s AND rate.since <= %(day)s
ORDER BY rate.tax_class, rate.since DESC
