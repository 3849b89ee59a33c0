-- Parked messages of payments, in the order in which they came, locked against other workers.
SELECT
    id, provider, provider_event_id AS event, payment_id AS payment, fact, amount, reference
FROM payments_inbox
WHERE worked_at IS NULL AND payment_id = ANY(%(payments)s::uuid[])
ORDER BY received_at, id
FOR UPDATE
