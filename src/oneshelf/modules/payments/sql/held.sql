-- Payments that an order has claimed and that their gateway holds since before an instant, oldest first.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE claimed_by IS NOT NULL AND state = 'authorised' AND asked = '' AND gateway = %(gateway)s
    AND occurred_at < %(before)s::timestamptz
ORDER BY occurred_at
LIMIT %(most)s::int
