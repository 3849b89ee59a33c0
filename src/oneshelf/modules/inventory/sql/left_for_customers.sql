-- How many units of some variants a place gave to customers since then; those of which it gave none give no row.
SELECT movement.variant_id AS variant, sum(movement.quantity)::bigint AS on_hand
  FROM inventory_movement AS movement
 WHERE movement.variant_id = ANY (%(variants)s) AND movement.occurred_at >= %(since)s
   AND movement.market_id = %(market)s AND movement.from_place_id = %(place)s
   AND movement.cause_kind IN ('sale', 'fulfilment')
 GROUP BY movement.variant_id
