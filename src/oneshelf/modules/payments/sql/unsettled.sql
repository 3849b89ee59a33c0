-- Payments whose gateway owes an answer since before an instant, oldest first.
SELECT
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
FROM payments_payment
WHERE (state = 'pending' OR asked <> '') AND coalesce(asked_at, occurred_at) < %(before)s::timestamptz
ORDER BY occurred_at
LIMIT %(most)s::int
