-- How many units of each variant some causes (consignments) have carried, one row for each cause and variant.
SELECT movement.cause_id AS cause, movement.variant_id AS variant, sum(movement.quantity)::bigint AS quantity
  FROM inventory_movement AS movement
 WHERE movement.cause_id = ANY (%(causes)s) AND movement.cause_kind = 'carry'
 GROUP BY movement.cause_id, movement.variant_id
