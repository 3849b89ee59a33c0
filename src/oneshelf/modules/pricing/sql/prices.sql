-- What each variant of a basket costs at one moment. One look into the index of the windows for each: a GiST
-- index cannot be asked for a whole array at once.
SELECT
    p.id,
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    upper(p.valid) AS valid_until
FROM pricing_price_list AS l
CROSS JOIN unnest((SELECT %(variants)s::uuid[])) AS wanted (variant)
CROSS JOIN LATERAL (
    SELECT q.id, q.variant_id, q.amount, q.per, q.valid FROM pricing_price AS q
    WHERE q.price_list_id = l.id AND q.variant_id = wanted.variant AND q.valid @> %(at)s::timestamptz
) AS p
WHERE l.market_id = %(market)s AND l.code = 'base'
