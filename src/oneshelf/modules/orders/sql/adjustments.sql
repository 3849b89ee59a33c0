-- Why lines of an order cost more or less than their unit price says.
SELECT adjustment.line, adjustment.kind, adjustment.label, adjustment.amount
  FROM orders_adjustment AS adjustment
 WHERE adjustment.order_id = %(order)s
 ORDER BY adjustment.line, adjustment.id
