-- What the book says of a payment.
SELECT payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
FROM test_gateway_charge
WHERE payment_id = %(payment)s::uuid
