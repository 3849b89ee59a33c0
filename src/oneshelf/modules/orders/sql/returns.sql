-- What came back of an order, by cause and line.
SELECT back.cause_id AS cause, back.line, back.units, back.place_id AS place
  FROM orders_return AS back
 WHERE back.order_id = %(order)s
 ORDER BY back.cause_id, back.line
