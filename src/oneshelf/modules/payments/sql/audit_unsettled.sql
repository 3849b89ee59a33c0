-- Payments and refunds whose gateway owes an answer since before an instant.
SELECT
    'gateways answer' AS "check", format('payment %%s at %%s', id, gateway) AS subject,
    concat_ws(' ', state, 'asked to', nullif(asked, '')) AS found, 'answered' AS expected
FROM payments_payment
WHERE (state = 'pending' OR asked <> '') AND occurred_at < %(before)s::timestamptz
UNION ALL
SELECT 'gateways answer', format('refund %%s', id), state, 'answered'
FROM payments_refund
WHERE state = 'asked' AND asked_at < %(before)s::timestamptz
