-- What waits for goods at some places, whoever was promised first on top.
SELECT
    id, market_id AS market, place_id AS place, order_id AS "order", order_number, method, state,
    due_at, opened_at, ready_at, collect_by, pin_attempts, carrier, tracking, against_payment, version,
    bring_to_id AS bring_to, there_by, sent_from_id AS sent_from, sent_at, expected_on
FROM fulfilment_consignment
WHERE place_id = any(%(places)s::uuid[]) AND state = 'awaited'
ORDER BY opened_at, id
LIMIT %(most)s::int
