-- The refund of a cause.
SELECT
    id, payment_id AS payment, cause_id AS cause, amount, state, asked_at
FROM payments_refund
WHERE market_id = %(market)s::uuid AND cause_id = %(cause)s::uuid
