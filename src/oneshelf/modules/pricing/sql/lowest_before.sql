-- What the lists of a market said of each variant since some days before the oldest price that one of them says now:
-- enough to know which price was the lowest before a reduction. A list that was closed said so until then. Rows are
-- compared as in prices.sql.
WITH said AS MATERIALIZED (
    SELECT
        wanted.variant,
        min(lower(p.valid)) - %(days)s * interval '1 day' AS since
    FROM pricing_price_list AS l
    CROSS JOIN unnest(%(variants)s::uuid[]) AS wanted (variant)
    CROSS JOIN LATERAL (
        SELECT q.variant_id, q.price_list_id, q.valid FROM pricing_price AS q
        WHERE (q.variant_id, q.price_list_id, lower(q.valid)) <= (wanted.variant, l.id, %(at)s::timestamptz)
        ORDER BY q.variant_id DESC, q.price_list_id DESC, lower(q.valid) DESC
        LIMIT 1
    ) AS p
    WHERE
        l.market_id = %(market)s
        AND coalesce(l.archived_at > %(at)s::timestamptz, true)
        AND p.variant_id = wanted.variant
        AND p.price_list_id = l.id
        AND p.valid @> %(at)s::timestamptz
    GROUP BY wanted.variant
)

SELECT
    p.id,
    said.variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    least(upper(p.valid), l.archived_at) AS valid_until,
    l.code AS price_list,
    l.rank,
    l.channel_id AS channel,
    l.place_id AS place,
    l.group_id AS group_id
FROM said
CROSS JOIN pricing_price_list AS l
CROSS JOIN LATERAL (
    SELECT q.id, q.amount, q.per, q.valid FROM pricing_price AS q
    WHERE
        (q.variant_id, q.price_list_id, lower(q.valid)) <= (said.variant, l.id, %(at)s::timestamptz)
        AND (q.variant_id, q.price_list_id) >= (said.variant, l.id)
        AND (upper(q.valid) IS NULL OR upper(q.valid) > said.since)
        AND coalesce(lower(q.valid) < l.archived_at, true)
) AS p
WHERE
    l.market_id = %(market)s
    AND coalesce(l.archived_at > said.since, true)
ORDER BY said.variant, l.rank DESC
