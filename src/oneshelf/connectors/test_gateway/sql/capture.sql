-- Takes what is held, or lets it go when the token says that the bank will refuse.
UPDATE test_gateway_charge
SET state = CASE WHEN token = %(failing)s::text THEN 'declined' ELSE 'captured' END,
    captured = CASE WHEN token = %(failing)s::text THEN 0 ELSE %(amount)s::bigint END
WHERE payment_id = %(payment)s::uuid AND state = 'held' AND amount >= %(amount)s::bigint
RETURNING payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
