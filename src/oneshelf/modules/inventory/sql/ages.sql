-- Since when the oldest units of some variants lie at places, by what came last: the latest receipt that, with all that
-- came after it, makes up what is on hand. Looks back to an instant, by the index of each variant; what is older than
-- that is told as lying there since then.
WITH came AS (
    SELECT movement.variant_id, movement.to_place_id AS place_id, movement.occurred_at,
           sum(movement.quantity) OVER (
               PARTITION BY movement.variant_id, movement.to_place_id
               ORDER BY movement.occurred_at DESC, movement.id DESC
           ) AS units
      FROM inventory_movement AS movement
     WHERE movement.variant_id = ANY (%(variants)s) AND movement.occurred_at > %(since)s
       AND movement.market_id = %(market)s AND movement.to_place_id = ANY (%(places)s)
)
SELECT level.place_id AS place, level.variant_id AS variant,
       coalesce(max(came.occurred_at) FILTER (WHERE came.units >= level.on_hand), %(since)s) AS since
  FROM inventory_level AS level
  LEFT JOIN came ON came.variant_id = level.variant_id AND came.place_id = level.place_id
 WHERE level.market_id = %(market)s AND level.variant_id = ANY (%(variants)s) AND level.place_id = ANY (%(places)s)
   AND level.on_hand > 0
 GROUP BY level.place_id, level.variant_id
