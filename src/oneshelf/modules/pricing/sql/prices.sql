-- What each variant of a basket costs at one moment: windows never overlap, so it is the last that has begun, unless
-- that has ended. Rows are compared, as only the index of beginnings can: the index of the windows (GiST) is not cheap
-- among a million, though the planner thinks so.
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
    SELECT q.id, q.variant_id, q.price_list_id, q.amount, q.per, q.valid FROM pricing_price AS q
    WHERE (q.variant_id, q.price_list_id, lower(q.valid)) <= (wanted.variant, l.id, %(at)s::timestamptz)
    ORDER BY q.variant_id DESC, q.price_list_id DESC, lower(q.valid) DESC
    LIMIT 1
) AS p
WHERE
    l.market_id = %(market)s
    AND l.code = 'base'
    AND p.variant_id = wanted.variant
    AND p.price_list_id = l.id
    AND p.valid @> %(at)s::timestamptz
