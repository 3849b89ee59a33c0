-- One page of the levels of a place, by variant.
SELECT level.place_id AS place, level.variant_id AS variant, level.on_hand, level.reserved, level.allowed_backorder,
       level.fenced
  FROM inventory_level AS level
 WHERE level.market_id = %(market)s AND level.place_id = %(place)s AND level.variant_id > %(after)s
 ORDER BY level.variant_id
 LIMIT %(limit)s
