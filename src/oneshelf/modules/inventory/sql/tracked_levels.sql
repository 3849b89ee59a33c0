-- walks the whole table: levels whose units are told apart, for comparison with their parts.
SELECT level.market_id AS market, level.place_id AS place, level.variant_id AS variant, level.on_hand AS quantity
  FROM inventory_level AS level
 WHERE level.tracked
