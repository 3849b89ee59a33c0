-- Levels with fences whose time is over, or that hold less than they should while something is left to promise.
SELECT DISTINCT fence.market_id AS market, fence.place_id AS place, fence.variant_id AS variant
  FROM inventory_fence AS fence
  LEFT JOIN inventory_level AS level
    ON level.market_id = fence.market_id AND level.variant_id = fence.variant_id AND level.place_id = fence.place_id
 WHERE fence.lifted_at IS NULL
   AND (upper(fence.valid) <= %(at)s
        OR (fence.valid @> %(at)s AND fence.quantity > fence.remaining + fence.drawn
            AND level.on_hand - level.reserved - level.fenced > 0))
 ORDER BY variant, place
 LIMIT %(limit)s
