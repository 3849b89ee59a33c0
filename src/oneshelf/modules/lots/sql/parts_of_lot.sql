-- Where the units of a lot, or the one with a serial number, lie now.
SELECT part.place_id AS place, part.variant_id AS variant, part.bin_id AS bin, part.lot_id AS lot, lot.code,
       part.serial, lot.expires_on, lot.sell_until, part.condition, part.quantity
  FROM lots_part AS part
  JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE part.lot_id = ANY (%(lots)s)
 ORDER BY part.lot_id, part.place_id, part.id
