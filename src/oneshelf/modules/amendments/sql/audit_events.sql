-- walks the whole table: every change of an order that was agreed to has its events, numbered up to its version.
SELECT 'every step of a change of an order has its event' AS "check",
       format('change %%s of order %%s', change.id, change.order_number) AS subject,
       format('%%s events up to number %%s', count(event.id), coalesce(max(event.sequence), 0)) AS found,
       change.version::text AS expected
  FROM amendments_amendment AS change
  LEFT JOIN outbox_event AS event ON event.aggregate = change.id AND event.type LIKE 'amendments.%%'
 GROUP BY change.id, change.order_number, change.version
HAVING (count(event.id), coalesce(max(event.sequence), 0)) <> (change.version, change.version)
