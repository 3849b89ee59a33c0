-- What a cause has refunded of a payment.
SELECT
    id, payment_id AS payment, cause_id AS cause, amount, state, asked_at
FROM payments_refund
WHERE payment_id = %(payment)s::uuid AND cause_id = %(cause)s::uuid
