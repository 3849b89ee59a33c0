-- walks the whole table: the audit looks for levels that lack units of which nobody agreed to wait for the goods.
WITH waiting AS (
    SELECT market_id, variant_id, place_id, sum(quantity)::bigint AS quantity
      FROM inventory_reservation WHERE ahead AND state IN ('held', 'allocated') GROUP BY market_id, variant_id, place_id
)
SELECT 'what was promised from the shelf is on it' AS "check",
       format('variant %%s at place %%s', level.variant_id, level.place_id) AS subject,
       level.on_hand::text AS found,
       format('%%s at least', level.reserved + level.fenced - coalesce(waiting.quantity, 0)) AS expected
  FROM inventory_level AS level
  LEFT JOIN waiting
    ON (waiting.market_id, waiting.variant_id, waiting.place_id) = (level.market_id, level.variant_id, level.place_id)
 WHERE level.reserved + level.fenced - coalesce(waiting.quantity, 0) > level.on_hand
