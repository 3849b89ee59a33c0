-- walks the whole table: everything that came back, for comparison with the stock that was put on hand for it.
SELECT back.cause_id AS cause, back.line, line.variant_id AS variant, back.units, back.place_id AS place
  FROM orders_return AS back
  JOIN orders_line AS line ON (line.order_id, line.line) = (back.order_id, back.line)
