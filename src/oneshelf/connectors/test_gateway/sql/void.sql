-- Lets go of a payment; one that was never seen is entered as voided, so that it is declined when it comes.
INSERT INTO test_gateway_charge AS charge (payment_id, token, amount, currency, state, created_at)
VALUES (%(payment)s::uuid, '', 0, '', 'voided', %(at)s::timestamptz)
ON CONFLICT (payment_id) DO UPDATE SET state = 'voided'
    WHERE charge.state IN ('held', 'thinking')
RETURNING payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
