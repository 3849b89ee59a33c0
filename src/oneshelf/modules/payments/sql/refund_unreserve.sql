-- Takes back an amount that was set aside for a refund, which the gateway would not give.
UPDATE payments_payment
SET refunding = refunding - %(amount)s::bigint
WHERE id = %(payment)s::uuid
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
