-- The prices of one variant in one list, planned ones too, latest first, beginning before a moment. Rows are compared as in
-- prices.sql.
SELECT
    p.id,
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    upper(p.valid) AS valid_until,
    l.code AS price_list
FROM pricing_price_list AS l
CROSS JOIN LATERAL (
    SELECT q.id, q.variant_id, q.amount, q.per, q.valid FROM pricing_price AS q
    WHERE
        (q.variant_id, q.price_list_id, lower(q.valid)) < (%(variant)s::uuid, l.id, %(before)s::timestamptz)
        AND (q.variant_id, q.price_list_id) >= (%(variant)s::uuid, l.id)
    ORDER BY q.variant_id DESC, q.price_list_id DESC, lower(q.valid) DESC
    LIMIT %(limit)s
) AS p
WHERE l.market_id = %(market)s AND l.code = %(price_list)s
ORDER BY lower(p.valid) DESC
