-- The lowest price of each variant in the days before its present one began (Directive 98/6/EC, article 6a).
-- Prices for different quantities are compared by what one smallest unit costs.
SELECT
    now_asked.variant_id AS variant,
    before.amount,
    l.currency,
    before.per
FROM pricing_price_list AS l
CROSS JOIN unnest(%(variants)s::uuid[]) AS wanted (variant)
CROSS JOIN LATERAL (
    SELECT q.variant_id, lower(q.valid) AS began FROM pricing_price AS q
    WHERE q.price_list_id = l.id AND q.variant_id = wanted.variant AND q.valid @> %(at)s::timestamptz
) AS now_asked
CROSS JOIN LATERAL (
    SELECT q.amount, q.per FROM pricing_price AS q
    WHERE
        q.price_list_id = l.id
        AND q.variant_id = wanted.variant
        AND q.valid && tstzrange(now_asked.began - %(days)s * interval '1 day', now_asked.began)
    ORDER BY q.amount::numeric / q.per, q.per
    LIMIT 1
) AS before
WHERE l.market_id = %(market)s AND l.code = 'base'
