-- walks the whole table: the audit recomputes each level's fenced units from what lies in its fences.
WITH sums AS (
    SELECT market_id, variant_id, place_id, sum(remaining)::bigint AS quantity
      FROM inventory_fence WHERE remaining > 0 GROUP BY market_id, variant_id, place_id
)
SELECT 'fenced equals its fences' AS "check",
       format('variant %%s at place %%s', coalesce(level.variant_id, sums.variant_id),
              coalesce(level.place_id, sums.place_id)) AS subject,
       coalesce(level.fenced, 0)::text AS found, coalesce(sums.quantity, 0)::text AS expected
  FROM inventory_level AS level
  FULL JOIN sums
    ON (sums.market_id, sums.variant_id, sums.place_id) = (level.market_id, level.variant_id, level.place_id)
 WHERE coalesce(level.fenced, 0) <> coalesce(sums.quantity, 0)
