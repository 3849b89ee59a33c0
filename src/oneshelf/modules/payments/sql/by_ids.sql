-- Payments by their ids.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE id = ANY(%(payments)s::uuid[])
ORDER BY id
