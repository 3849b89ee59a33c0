-- Payments that hold or took money before an instant, and that no order has claimed since; oldest first.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE claimed_by IS NULL AND state IN ('authorised', 'captured') AND refunding = 0 AND asked = ''
    AND occurred_at < %(before)s::timestamptz
ORDER BY occurred_at
LIMIT %(most)s::int
