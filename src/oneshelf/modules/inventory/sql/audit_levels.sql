-- walks the whole table: the audit recomputes each level on hand from its movements.
WITH changes AS (
    SELECT market_id, variant_id, to_place_id AS place_id, quantity FROM inventory_movement
    UNION ALL
    SELECT market_id, variant_id, from_place_id, -quantity FROM inventory_movement
), sums AS (
    SELECT market_id, variant_id, place_id, sum(quantity)::bigint AS quantity
      FROM changes WHERE place_id = ANY (%(counted)s) GROUP BY market_id, variant_id, place_id
)
SELECT 'on hand equals its movements' AS "check",
       format('variant %%s at place %%s', coalesce(level.variant_id, sums.variant_id),
              coalesce(level.place_id, sums.place_id)) AS subject,
       coalesce(level.on_hand, 0)::text AS found, coalesce(sums.quantity, 0)::text AS expected
  FROM inventory_level AS level
  FULL JOIN sums
    ON (sums.market_id, sums.variant_id, sums.place_id) = (level.market_id, level.variant_id, level.place_id)
 WHERE coalesce(level.on_hand, 0) <> coalesce(sums.quantity, 0)
