-- What some variants at some places are made of, what expires first coming first.
SELECT part.place_id AS place, part.variant_id AS variant, part.bin_id AS bin, part.lot_id AS lot, lot.code,
       part.serial, lot.expires_on, lot.sell_until, part.condition, part.quantity
  FROM lots_part AS part
  LEFT JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE part.market_id = %(market)s AND part.place_id = ANY (%(places)s) AND part.variant_id = ANY (%(variants)s)
 ORDER BY part.place_id, part.variant_id, lot.expires_on NULLS LAST, part.lot_id NULLS LAST, part.id
