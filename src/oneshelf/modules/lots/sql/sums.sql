-- walks the whole table: what the parts of each key come to, for comparison with its level.
SELECT part.market_id AS market, part.place_id AS place, part.variant_id AS variant,
       sum(part.quantity)::bigint AS quantity
  FROM lots_part AS part
 GROUP BY part.market_id, part.place_id, part.variant_id
