-- walks the whole table: each change of a payment has its event, and the last one tells the state it is in.
WITH told AS (
    SELECT
        event.aggregate, count(*) AS changes, max(event.sequence) AS latest_number,
        (array_agg(event.type ORDER BY event.sequence DESC))[1] AS latest
    FROM outbox_event AS event
    WHERE event.type LIKE 'payments.%%'
    GROUP BY event.aggregate
)
SELECT
    'every change of a payment has its event' AS "check", format('payment %%s', payment.id) AS subject,
    format('version %%s, %%s', payment.version, payment.state) AS found,
    format('%%s events, %%s', coalesce(told.changes, 0), told.latest) AS expected
FROM payments_payment AS payment
LEFT JOIN told ON told.aggregate = payment.id
WHERE
    (payment.version, payment.version) <> (coalesce(told.changes, 0), coalesce(told.latest_number, 0))
    OR (
        payment.version > 0
        AND told.latest <> format('payments.%%s.v1', regexp_replace(payment.state, '^partly_', ''))
    )
