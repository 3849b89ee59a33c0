-- Parcels that places should have had ready by an instant, though not before another, and have not even begun; the
-- longest overdue first, from behind a mark of instant and id on. What was looked at in vain is left out for a while.
SELECT
    id, market_id AS market, place_id AS place, order_id AS "order", order_number, method, state,
    due_at, opened_at, ready_at, collect_by, pin_attempts, carrier, tracking, against_payment, version,
    bring_to_id AS bring_to, there_by, sent_from_id AS sent_from, sent_at, expected_on
FROM fulfilment_consignment
WHERE
    place_id = any(%(places)s::uuid[])
    AND state IN ('open', 'picking', 'ready', 'packed')
    AND state = 'open' AND method IN ('ship', 'bring')
    AND (due_at, id) > (%(since)s::timestamptz, %(after)s::uuid) AND due_at < %(at)s::timestamptz
    AND (look_again_at IS NULL OR look_again_at <= %(at)s::timestamptz)
ORDER BY due_at, id
LIMIT %(most)s::int
