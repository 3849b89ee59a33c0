-- walks the whole table: everything that came back, for comparison with the stock that was put on hand for it.
SELECT back.cause_id AS cause, back.line, back.units, back.place_id AS place
  FROM orders_return AS back
