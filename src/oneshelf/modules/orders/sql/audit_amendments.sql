-- walks the whole table: what a change of an order did to its money is what it announced.
WITH told AS (
    SELECT (event.data::jsonb ->> 'amendment')::uuid AS id,
           (event.data::jsonb -> 'added' ->> 'minor')::bigint AS added,
           (event.data::jsonb -> 'cancelled' ->> 'minor')::bigint AS cancelled
      FROM outbox_event AS event WHERE event.type = 'orders.amended.v1'
)
SELECT 'what a change of an order did is what it announced' AS "check",
       format('change %%s of order %%s', coalesce(change.id, told.id), change.order_id) AS subject,
       format('%%s added, %%s cancelled', change.added, change.cancelled) AS found,
       format('%%s added, %%s cancelled', told.added, told.cancelled) AS expected
  FROM orders_amendment AS change
  FULL JOIN told ON told.id = change.id
 WHERE (change.added, change.cancelled) IS DISTINCT FROM (told.added, told.cancelled)
