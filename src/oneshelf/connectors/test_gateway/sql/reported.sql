-- Notes that a decision was reported.
UPDATE test_gateway_charge SET reported_at = %(at)s::timestamptz
WHERE payment_id = %(payment)s::uuid
RETURNING payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
