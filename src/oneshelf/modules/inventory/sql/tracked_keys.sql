-- Which of some keys have units that are told apart, for update: whoever changes their parts holds their rows.
SELECT level.place_id AS place, level.variant_id AS variant, level.on_hand, level.reserved, level.allowed_backorder,
       level.fenced
  FROM inventory_level AS level
 WHERE level.market_id = %(market)s AND level.variant_id = ANY (%(variants)s) AND level.place_id = ANY (%(places)s)
   AND level.tracked
 ORDER BY level.variant_id, level.place_id
   FOR UPDATE
