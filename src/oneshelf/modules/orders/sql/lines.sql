-- The lines of some orders.
SELECT line.order_id AS "order", line.line, line.variant_id AS variant, line.sku, line.title, line.gtin, line.picture,
       line.unit, line.quantity, line.unit_price, line.per, line.amount, line.tax_class, line.tax, line.returned,
       line.cancelled, purchase.currency
  FROM orders_line AS line
  JOIN orders_order AS purchase ON purchase.id = line.order_id
 WHERE line.order_id = ANY (%(orders)s)
 ORDER BY line.order_id, line.line
