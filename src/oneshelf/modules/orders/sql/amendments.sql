-- The changes of an order, the first one first.
SELECT amendment.id, amendment.order_id AS "order", amendment.at, amendment.actor_kind, amendment.actor_id AS actor,
       amendment.reason, amendment.added, amendment.paid, amendment.cancelled, amendment.version,
       amendment.owed
  FROM orders_amendment AS amendment
 WHERE amendment.order_id = %(order)s
 ORDER BY amendment.version
