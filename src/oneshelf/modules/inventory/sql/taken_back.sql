-- walks the whole table: every movement of goods that came back, for comparison with the order book.
SELECT movement.cause_id AS cause, movement.cause_line AS line, movement.variant_id AS variant, movement.quantity,
       movement.to_place_id AS place
  FROM inventory_movement AS movement
 WHERE movement.cause_kind = 'return' AND movement.to_place_id = ANY (%(counted)s)
