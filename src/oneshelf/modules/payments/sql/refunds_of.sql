-- The refunds of payments, oldest first.
SELECT
    id, payment_id AS payment, cause_id AS cause, amount, state, asked_at
FROM payments_refund
WHERE payment_id = ANY(%(payments)s::uuid[])
ORDER BY payment_id, asked_at, id
