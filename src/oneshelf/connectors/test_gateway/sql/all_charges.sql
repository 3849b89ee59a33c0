-- walks the whole table: the book as a whole, to be compared with ours.
SELECT payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
FROM test_gateway_charge
ORDER BY created_at, id
