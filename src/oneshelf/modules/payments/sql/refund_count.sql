-- Counts an amount that was set aside as given back.
UPDATE payments_payment
SET refunding = refunding - %(amount)s::bigint, refunded = refunded + %(amount)s::bigint, version = version + 1,
    state = CASE WHEN refunded + %(amount)s::bigint = captured THEN 'refunded' ELSE 'partly_refunded' END
WHERE id = %(payment)s::uuid
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
