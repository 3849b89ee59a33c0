-- Lots on hand with the day that they expire on, so that a changed margin reaches them.
SELECT DISTINCT lot.id AS lot, lot.market_id AS market, lot.variant_id AS variant, lot.expires_on, lot.sell_until
  FROM lots_part AS part
  JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE lot.expires_on IS NOT NULL
