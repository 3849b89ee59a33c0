-- Planned prices whose minute has come, marked as told; each once, whoever asks.
UPDATE pricing_price AS p SET announced = true
FROM pricing_price_list AS l, (
    SELECT q.id FROM pricing_price AS q
    WHERE NOT q.announced AND lower(q.valid) <= %(at)s::timestamptz
    ORDER BY lower(q.valid)
    LIMIT %(limit)s
    FOR UPDATE SKIP LOCKED
) AS due
WHERE p.id = due.id AND l.id = p.price_list_id
RETURNING
    p.id,
    p.market_id AS market,
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    upper(p.valid) AS valid_until,
    l.code AS price_list
