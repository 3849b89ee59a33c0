-- What some places hold apart from what is sold, by variant.
SELECT part.place_id AS place, part.variant_id AS variant, part.bin_id AS bin, part.lot_id AS lot, lot.code,
       part.serial, lot.expires_on, lot.sell_until, part.condition, part.quantity
  FROM lots_part AS part
  LEFT JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE part.market_id = %(market)s AND part.place_id = ANY (%(places)s)
 ORDER BY part.place_id, part.variant_id, part.id
 LIMIT %(limit)s
