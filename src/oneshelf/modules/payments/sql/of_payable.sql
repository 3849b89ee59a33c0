-- Every payment tried for a checkout or order, the latest first.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE payable_id = %(payable)s::uuid
ORDER BY occurred_at DESC, id DESC
LIMIT 100
