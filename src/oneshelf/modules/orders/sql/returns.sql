-- What came back of an order, by cause and line.
SELECT back.cause_id AS cause, back.line, line.variant_id AS variant, back.units, back.place_id AS place
  FROM orders_return AS back
  JOIN orders_line AS line ON (line.order_id, line.line) = (back.order_id, back.line)
 WHERE back.order_id = %(order)s
 ORDER BY back.cause_id, back.line
