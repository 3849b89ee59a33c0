-- What lies in some bins of a place, by bin, variant and lot; units with serial numbers are counted together.
SELECT part.bin_id AS bin, part.variant_id AS variant, lot.id AS lot, lot.code, part.serial,
       sum(part.quantity)::bigint AS quantity
  FROM lots_part AS part
  LEFT JOIN lots_lot AS lot ON lot.id = part.lot_id AND NOT part.serial
 WHERE part.market_id = %(market)s AND part.place_id = %(place)s AND part.bin_id = ANY (%(bins)s)
 GROUP BY part.bin_id, part.variant_id, lot.id, part.serial
 ORDER BY part.bin_id, part.variant_id, lot.expires_on NULLS LAST, lot.id
 LIMIT %(limit)s
