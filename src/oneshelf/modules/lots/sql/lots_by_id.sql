-- Some lots and serial numbers of a market.
SELECT lot.id, lot.variant_id AS variant, lot.code, lot.is_serial AS serial, lot.expires_on
  FROM lots_lot AS lot
 WHERE lot.market_id = %(market)s AND lot.id = ANY (%(lots)s)
