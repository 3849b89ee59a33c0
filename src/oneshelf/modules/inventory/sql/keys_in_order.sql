-- A page of the levels that a market has, in key order, beginning behind one.
SELECT level.place_id AS place, level.variant_id AS variant
  FROM inventory_level AS level
 WHERE level.market_id = %(market)s
   AND (level.variant_id, level.place_id) > (%(after_variant)s, %(after_place)s)
 ORDER BY level.variant_id, level.place_id
 LIMIT %(limit)s
