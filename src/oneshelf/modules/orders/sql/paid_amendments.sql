-- walks the whole table: every change of an order that was paid for, for the audit.
SELECT change.id, change.order_id AS "order", change.paid
  FROM orders_amendment AS change WHERE change.paid > 0 ORDER BY change.id
