-- Brings a payment to a state, if it is in one that may come before; nothing is being asked of its gateway any more,
-- unless to let go of it: what its bank comes to hold meanwhile is let go too.
-- Money that turns up after it was given up pays for no basket: its shopper may have paid again since.
UPDATE payments_payment
SET state = %(state)s::text, captured = %(captured)s::bigint,
    gateway_reference = coalesce(nullif(%(reference)s::text, ''), gateway_reference),
    bound_hash = CASE WHEN state = 'expired' THEN 'late:' || id::text ELSE bound_hash END,
    asked = CASE WHEN asked = 'void' AND %(state)s::text = 'authorised' THEN asked ELSE '' END, asked_amount = 0,
    asked_at = CASE WHEN asked = 'void' AND %(state)s::text = 'authorised' THEN asked_at END, version = version + 1
WHERE id = %(payment)s::uuid AND state = ANY(%(before)s::text[])
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
