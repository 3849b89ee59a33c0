-- What each line of some causes (orders taken at once, consignments) took from the shelves, by variant.
SELECT movement.cause_line AS line, movement.variant_id AS variant, sum(movement.quantity)::bigint AS quantity
  FROM inventory_movement AS movement
 WHERE movement.cause_id = ANY (%(causes)s) AND movement.cause_kind IN ('sale', 'fulfilment')
 GROUP BY movement.cause_line, movement.variant_id
 ORDER BY movement.cause_line, movement.variant_id
