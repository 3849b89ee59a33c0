-- Levels of some variants at some places; keys without a level give no row.
SELECT level.place_id AS place, level.variant_id AS variant, level.on_hand, level.reserved, level.allowed_backorder,
       level.fenced
  FROM inventory_level AS level
 WHERE level.market_id = %(market)s AND level.variant_id = ANY (%(variants)s) AND level.place_id = ANY (%(places)s)
