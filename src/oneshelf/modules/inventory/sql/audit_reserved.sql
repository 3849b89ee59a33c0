-- walks the whole table: the audit recomputes each level's reserved units from the reservations that count.
WITH sums AS (
    SELECT market_id, variant_id, place_id, sum(quantity)::bigint AS quantity
      FROM inventory_reservation WHERE state IN ('held', 'allocated') GROUP BY market_id, variant_id, place_id
)
SELECT 'reserved equals its reservations' AS "check",
       format('variant %%s at place %%s', coalesce(level.variant_id, sums.variant_id),
              coalesce(level.place_id, sums.place_id)) AS subject,
       coalesce(level.reserved, 0)::text AS found, coalesce(sums.quantity, 0)::text AS expected
  FROM inventory_level AS level
  FULL JOIN sums
    ON (sums.market_id, sums.variant_id, sums.place_id) = (level.market_id, level.variant_id, level.place_id)
 WHERE coalesce(level.reserved, 0) <> coalesce(sums.quantity, 0)
