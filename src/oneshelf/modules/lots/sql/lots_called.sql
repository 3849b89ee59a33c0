-- Lots and serial numbers of any variant of a market that are called so.
SELECT lot.id, lot.variant_id AS variant, lot.code, lot.is_serial AS serial, lot.expires_on
  FROM lots_lot AS lot
 WHERE lot.market_id = %(market)s AND lot.code = %(code)s
 ORDER BY lot.id
 LIMIT %(limit)s
