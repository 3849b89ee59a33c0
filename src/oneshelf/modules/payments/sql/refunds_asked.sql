-- Refunds that a gateway has not answered, oldest first.
SELECT
    id, payment_id AS payment, cause_id AS cause, amount, state, asked_at
FROM payments_refund
WHERE state = 'asked' AND asked_at < %(before)s::timestamptz
ORDER BY asked_at
LIMIT %(most)s::int
