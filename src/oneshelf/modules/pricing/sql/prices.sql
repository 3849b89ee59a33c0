-- What each list of a market says of each variant at one moment, and when it will begin to say something else: windows
-- never overlap, so it is the last that has begun, and in further lists also the first that will begin. Rows are
-- compared, as only the index of beginnings can: the index of the windows (GiST) is not cheap among a million, though
-- the planner thinks so.
SELECT
    p.id,
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    upper(p.valid) AS valid_until,
    l.code AS price_list,
    l.rank,
    l.channel_id AS channel,
    l.place_id AS place,
    l.group_id AS group_id
FROM pricing_price_list AS l
CROSS JOIN unnest((SELECT %(variants)s::uuid[])) AS wanted (variant)
CROSS JOIN LATERAL (
    (
        SELECT q.id, q.variant_id, q.price_list_id, q.amount, q.per, q.valid FROM pricing_price AS q
        WHERE (q.variant_id, q.price_list_id, lower(q.valid)) <= (wanted.variant, l.id, %(at)s::timestamptz)
        ORDER BY q.variant_id DESC, q.price_list_id DESC, lower(q.valid) DESC
        LIMIT 1
    )
    UNION ALL
    (
        SELECT q.id, q.variant_id, q.price_list_id, q.amount, q.per, q.valid FROM pricing_price AS q
        WHERE
            l.rank > 0
            AND (q.variant_id, q.price_list_id, lower(q.valid)) > (wanted.variant, l.id, %(at)s::timestamptz)
        ORDER BY q.variant_id, q.price_list_id, lower(q.valid)
        LIMIT 1
    )
) AS p
WHERE
    l.market_id = %(market)s
    AND l.archived_at IS NULL
    AND p.variant_id = wanted.variant
    AND p.price_list_id = l.id
ORDER BY l.rank DESC
