-- walks the whole table: the audit recomputes each part from its entries.
WITH sums AS (
    SELECT market_id, place_id, variant_id, bin_id, lot_id, condition, sum(change)::bigint AS quantity
      FROM lots_entry
     WHERE place_id = ANY (%(counted)s)
     GROUP BY market_id, place_id, variant_id, bin_id, lot_id, condition
    HAVING sum(change) <> 0
), parts AS (
    SELECT market_id, place_id, variant_id, bin_id, lot_id, condition, quantity FROM lots_part
     WHERE place_id = ANY (%(counted)s)
), differing AS (
    (SELECT market_id, place_id, variant_id, bin_id, lot_id, condition, quantity FROM parts
     EXCEPT
     SELECT market_id, place_id, variant_id, bin_id, lot_id, condition, quantity FROM sums)
    UNION
    (SELECT market_id, place_id, variant_id, bin_id, lot_id, condition, quantity FROM sums
     EXCEPT
     SELECT market_id, place_id, variant_id, bin_id, lot_id, condition, quantity FROM parts)
)
SELECT DISTINCT 'a part equals its entries' AS "check",
       format('variant %%s at place %%s, bin %%s, lot %%s, %%s', differing.variant_id, differing.place_id,
              coalesce(differing.bin_id::text, 'none'), coalesce(differing.lot_id::text, 'unknown'),
              differing.condition) AS subject,
       coalesce(parts.quantity, 0)::text AS found, coalesce(sums.quantity, 0)::text AS expected
  FROM differing
  LEFT JOIN parts
    ON (parts.market_id, parts.place_id, parts.variant_id, parts.condition)
     = (differing.market_id, differing.place_id, differing.variant_id, differing.condition)
   AND parts.bin_id IS NOT DISTINCT FROM differing.bin_id AND parts.lot_id IS NOT DISTINCT FROM differing.lot_id
  LEFT JOIN sums
    ON (sums.market_id, sums.place_id, sums.variant_id, sums.condition)
     = (differing.market_id, differing.place_id, differing.variant_id, differing.condition)
   AND sums.bin_id IS NOT DISTINCT FROM differing.bin_id AND sums.lot_id IS NOT DISTINCT FROM differing.lot_id
