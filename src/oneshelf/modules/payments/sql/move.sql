-- Brings a payment to a state, if it is in one that may come before; nothing is being asked of its gateway any more.
UPDATE payments_payment
SET state = %(state)s::text, captured = %(captured)s::bigint,
    gateway_reference = coalesce(nullif(%(reference)s::text, ''), gateway_reference),
    asked = '', asked_amount = 0, asked_at = NULL, version = version + 1
WHERE id = %(payment)s::uuid AND state = ANY(%(before)s::text[])
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
