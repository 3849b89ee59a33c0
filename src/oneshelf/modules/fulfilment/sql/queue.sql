-- What a place has to do or to keep, the oldest clock on top.
SELECT
    id, market_id AS market, place_id AS place, order_id AS "order", order_number, method, state,
    due_at, opened_at, ready_at, collect_by, pin_attempts, carrier, tracking, against_payment, version,
    bring_to_id AS bring_to, there_by, sent_from_id AS sent_from, sent_at, expected_on
FROM fulfilment_consignment
WHERE
    place_id = %(place)s::uuid
    AND state IN ('open', 'picking', 'ready', 'packed')
    AND state = any(%(states)s::text[])
ORDER BY due_at, id
LIMIT %(most)s::int
