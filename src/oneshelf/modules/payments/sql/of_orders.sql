-- The payments that orders have claimed, oldest first.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE claimed_by = ANY(%(orders)s::uuid[])
ORDER BY claimed_by, occurred_at, id
