-- The latest movements of one variant into or out of one place, newest first, before a mark of instant and id.
SELECT movement.id, movement.variant_id AS variant, movement.from_place_id AS from_place,
       movement.to_place_id AS to_place, movement.quantity, movement.cause_kind, movement.cause_id AS cause,
       movement.cause_line, movement.occurred_at
  FROM inventory_movement AS movement
 WHERE movement.market_id = %(market)s AND movement.variant_id = %(variant)s
   AND %(place)s IN (movement.from_place_id, movement.to_place_id)
   AND movement.occurred_at <= %(before)s AND (movement.occurred_at, movement.id) < (%(before)s, %(before_id)s)
 ORDER BY movement.occurred_at DESC, movement.id DESC
 LIMIT %(limit)s
