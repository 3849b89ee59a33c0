-- What a place had of some variants at a past moment: what it has now less what came since, plus what left since.
-- What is dated later than now has happened as well: whoever wrote it had a clock that was ahead, or was set back since.
-- Only the months since then are read, by the index of each variant.
WITH since AS (
    SELECT movement.variant_id,
           sum(CASE WHEN movement.to_place_id = %(place)s THEN movement.quantity ELSE -movement.quantity END) AS change
      FROM inventory_movement AS movement
     WHERE movement.variant_id = ANY (%(variants)s)
       AND movement.occurred_at > %(at)s AND movement.occurred_at <= %(now)s
       AND movement.market_id = %(market)s AND %(place)s IN (movement.from_place_id, movement.to_place_id)
     GROUP BY movement.variant_id
)
SELECT level.variant_id AS variant, (level.on_hand - coalesce(since.change, 0))::bigint AS on_hand
  FROM inventory_level AS level
  LEFT JOIN since ON since.variant_id = level.variant_id
 WHERE level.market_id = %(market)s AND level.place_id = %(place)s AND level.variant_id = ANY (%(variants)s)
 ORDER BY level.variant_id
