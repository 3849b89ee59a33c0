-- The unclaimed payment of a basket that is under way or holds the money.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE market_id = %(market)s::uuid AND payable_id = %(payable)s::uuid AND bound_hash = %(bound_hash)s::text
    AND amount = %(amount)s::bigint AND claimed_by IS NULL AND state IN ('pending', 'authorised')
