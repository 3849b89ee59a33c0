-- walks the whole table: each change of a consignment has its event.
WITH told AS (
    SELECT event.aggregate, count(*) AS changes, max(event.sequence) AS latest_number
    FROM outbox_event AS event
    WHERE event.type LIKE 'fulfilment.%%'
    GROUP BY event.aggregate
)
SELECT
    'every change of a consignment has its event' AS "check", format('consignment %%s', consignment.id) AS subject,
    format('version %%s', consignment.version) AS found, format('%%s events', coalesce(told.changes, 0)) AS expected
FROM fulfilment_consignment AS consignment
LEFT JOIN told ON told.aggregate = consignment.id
WHERE (consignment.version, consignment.version) <> (coalesce(told.changes, 0), coalesce(told.latest_number, 0))
