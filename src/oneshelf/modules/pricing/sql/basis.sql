-- What a list, or the base list where it says nothing, asks for each variant at one moment: what a change starts from.
-- Rows are compared as in prices.sql.
SELECT DISTINCT ON (p.variant_id)
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per
FROM pricing_price_list AS l
CROSS JOIN unnest(%(variants)s::uuid[]) AS wanted (variant)
CROSS JOIN LATERAL (
    SELECT q.variant_id, q.price_list_id, q.amount, q.per, q.valid FROM pricing_price AS q
    WHERE (q.variant_id, q.price_list_id, lower(q.valid)) <= (wanted.variant, l.id, %(at)s::timestamptz)
    ORDER BY q.variant_id DESC, q.price_list_id DESC, lower(q.valid) DESC
    LIMIT 1
) AS p
WHERE
    l.market_id = %(market)s
    AND (l.id = %(price_list)s OR l.rank = 0)
    AND p.variant_id = wanted.variant
    AND p.price_list_id = l.id
    AND p.valid @> %(at)s::timestamptz
ORDER BY p.variant_id, l.rank DESC
