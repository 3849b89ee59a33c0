-- What some places should have had ready by an instant, or that should have come to them, and has not; the oldest clock
-- on top. What was cancelled on the road has to come as well.
SELECT
    id, market_id AS market, place_id AS place, order_id AS "order", order_number, method, state,
    due_at, opened_at, ready_at, collect_by, pin_attempts, carrier, tracking, against_payment, version,
    bring_to_id AS bring_to, there_by, sent_from_id AS sent_from, sent_at, expected_on
FROM fulfilment_consignment
WHERE
    (
        (place_id = any(%(places)s::uuid[]) AND state IN ('open', 'picking', 'packed'))
        OR (bring_to_id = any(%(places)s::uuid[]) AND sent_at IS NOT NULL AND place_id <> bring_to_id)
    )
    AND due_at < %(at)s::timestamptz
ORDER BY due_at, id
LIMIT %(most)s::int
