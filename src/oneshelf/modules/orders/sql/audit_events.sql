-- walks the whole table: every change of a live order has its event, numbered up to the order's version.
SELECT 'every change of an order has its event' AS "check", format('order %%s', purchase.number) AS subject,
       format('%%s events up to number %%s', count(event.id), max(event.sequence)) AS found,
       purchase.version::text AS expected
  FROM orders_order AS purchase
  LEFT JOIN outbox_event AS event ON event.aggregate = purchase.id AND event.type LIKE 'orders.%%'
 WHERE purchase.origin = 'live'
 GROUP BY purchase.id, purchase.number, purchase.version
HAVING (count(event.id), coalesce(max(event.sequence), 0)) <> (purchase.version, purchase.version)
