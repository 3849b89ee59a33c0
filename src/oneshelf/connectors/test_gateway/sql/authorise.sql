-- Enters a payment into the book, once.
INSERT INTO test_gateway_charge (payment_id, token, amount, currency, state, created_at)
VALUES (%(payment)s::uuid, %(token)s::text, %(amount)s::bigint, %(currency)s::text, %(state)s::text,
        %(at)s::timestamptz)
ON CONFLICT (payment_id) DO NOTHING
RETURNING payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
