-- walks the whole table: every change of an order that was done for money, for the audit.
SELECT change.id, change.order_id AS "order", change.to_pay AS paid, change.payment_id AS payment
  FROM amendments_amendment AS change WHERE change.state = 'confirmed' AND change.to_pay > 0 ORDER BY change.id
