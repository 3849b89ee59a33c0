-- What lies in some bins of a place, by bin and variant.
SELECT part.place_id AS place, part.variant_id AS variant, part.bin_id AS bin, part.lot_id AS lot, lot.code,
       part.serial, lot.expires_on, lot.sell_until, part.condition, part.quantity
  FROM lots_part AS part
  LEFT JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE part.market_id = %(market)s AND part.place_id = %(place)s AND part.bin_id = ANY (%(bins)s)
 ORDER BY part.bin_id, part.variant_id, lot.expires_on NULLS LAST, part.id
 LIMIT %(limit)s
