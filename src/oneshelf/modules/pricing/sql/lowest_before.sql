-- The lowest price of each variant in the days before its present one began (Directive 98/6/EC, article 6a).
-- Prices for different quantities are compared by what one smallest unit costs; rows are compared as in prices.sql.
SELECT
    now_asked.variant_id AS variant,
    before.amount,
    l.currency,
    before.per
FROM pricing_price_list AS l
CROSS JOIN unnest(%(variants)s::uuid[]) AS wanted (variant)
CROSS JOIN LATERAL (
    SELECT q.variant_id, q.price_list_id, q.valid, lower(q.valid) AS began FROM pricing_price AS q
    WHERE (q.variant_id, q.price_list_id, lower(q.valid)) <= (wanted.variant, l.id, %(at)s::timestamptz)
    ORDER BY q.variant_id DESC, q.price_list_id DESC, lower(q.valid) DESC
    LIMIT 1
) AS now_asked
CROSS JOIN LATERAL (
    SELECT q.amount, q.per FROM pricing_price AS q
    WHERE
        (q.variant_id, q.price_list_id, lower(q.valid)) < (wanted.variant, l.id, now_asked.began)
        AND (q.variant_id, q.price_list_id) >= (wanted.variant, l.id)
        AND upper(q.valid) > now_asked.began - %(days)s * interval '1 day'
    ORDER BY q.amount::numeric / q.per, q.per
    LIMIT 1
) AS before
WHERE
    l.market_id = %(market)s
    AND l.code = 'base'
    AND now_asked.variant_id = wanted.variant
    AND now_asked.price_list_id = l.id
    AND now_asked.valid @> %(at)s::timestamptz
