-- walks the whole table: what each payment counts as refunded is the sum of its refunds.
WITH sums AS (
    SELECT
        payment_id, coalesce(sum(amount) FILTER (WHERE state = 'done'), 0)::bigint AS done,
        coalesce(sum(amount) FILTER (WHERE state = 'asked'), 0)::bigint AS asked
    FROM payments_refund
    GROUP BY payment_id
)
SELECT
    'refunded equals its refunds' AS "check", format('payment %%s', payment.id) AS subject,
    format('%%s and %%s under way', payment.refunded, payment.refunding) AS found,
    format('%%s and %%s under way', coalesce(sums.done, 0), coalesce(sums.asked, 0)) AS expected
FROM payments_payment AS payment
LEFT JOIN sums ON sums.payment_id = payment.id
WHERE (payment.refunded, payment.refunding) <> (coalesce(sums.done, 0), coalesce(sums.asked, 0))
