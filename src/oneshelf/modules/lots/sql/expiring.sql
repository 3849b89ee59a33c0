-- Lots at some places that are not sold any more from some instant on, what expires first coming first.
SELECT part.place_id AS place, part.variant_id AS variant, lot.id AS lot, lot.code, lot.expires_on, lot.sell_until,
       sum(part.quantity)::bigint AS quantity
  FROM lots_part AS part
  JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE part.market_id = %(market)s AND part.place_id = ANY (%(places)s) AND lot.sell_until <= %(until)s
 GROUP BY part.place_id, part.variant_id, lot.id
 ORDER BY lot.sell_until, lot.id, part.place_id
 LIMIT %(limit)s
