-- The prices of one variant, planned ones too, latest first, beginning before a moment.
SELECT
    p.id,
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    upper(p.valid) AS valid_until
FROM pricing_price_list AS l
INNER JOIN pricing_price AS p ON p.price_list_id = l.id
WHERE
    l.market_id = %(market)s
    AND l.code = 'base'
    AND p.variant_id = %(variant)s
    AND p.valid && tstzrange(NULL, %(before)s::timestamptz)
ORDER BY lower(p.valid) DESC
LIMIT %(limit)s
