-- Every movement of one cause.
SELECT movement.id, movement.variant_id AS variant, movement.from_place_id AS from_place,
       movement.to_place_id AS to_place, movement.quantity, movement.cause_kind, movement.cause_id AS cause,
       movement.cause_line, movement.occurred_at
  FROM inventory_movement AS movement
 WHERE movement.cause_id = %(cause)s
 ORDER BY movement.cause_kind, movement.cause_line
