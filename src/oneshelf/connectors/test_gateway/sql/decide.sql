-- The bank has thought long enough: the money is held.
UPDATE test_gateway_charge SET state = 'held'
WHERE payment_id = %(payment)s::uuid AND state = 'thinking'
RETURNING payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
