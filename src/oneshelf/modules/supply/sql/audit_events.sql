-- walks the whole table: each change of a purchase order or transfer has its event.
WITH told AS (
    SELECT event.aggregate, count(*) AS changes
    FROM outbox_event AS event
    WHERE event.type LIKE 'supply.%%'
    GROUP BY event.aggregate
), known AS (
    SELECT id, version FROM supply_purchase_order
    UNION ALL
    SELECT id, version FROM supply_transfer
)
SELECT
    'every change of a purchase order or transfer has its event' AS "check", known.id::text AS subject,
    format('version %%s', known.version) AS found, format('%%s events', coalesce(told.changes, 0)) AS expected
FROM known
LEFT JOIN told ON told.aggregate = known.id
WHERE known.version <> coalesce(told.changes, 0)
