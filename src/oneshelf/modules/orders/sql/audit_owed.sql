-- walks the whole table: what a change adds to an order that is paid later, or takes off, is owed; nothing else is.
SELECT 'a change is owed where its order is paid later' AS "check",
       format('change %%s of order %%s', change.id, change.order_id) AS subject, change.owed::text AS found,
       CASE WHEN owing.order_id IS NULL THEN '0' ELSE (change.added - change.cancelled)::text END AS expected
  FROM orders_amendment AS change
  LEFT JOIN orders_owing AS owing ON owing.order_id = change.order_id
 WHERE change.owed <> CASE WHEN owing.order_id IS NULL THEN 0 ELSE change.added - change.cancelled END
