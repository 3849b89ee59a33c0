-- Delayed payments whose time has come and that have not been reported.
SELECT payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
FROM test_gateway_charge
WHERE token = 'tok_delay' AND reported_at IS NULL AND state IN ('thinking', 'held')
    AND created_at < %(before)s::timestamptz
ORDER BY created_at
LIMIT 100
