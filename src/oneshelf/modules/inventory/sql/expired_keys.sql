-- Keys with holds that have expired.
SELECT DISTINCT reservation.market_id AS market, reservation.place_id AS place, reservation.variant_id AS variant
  FROM inventory_reservation AS reservation
 WHERE reservation.state = 'held' AND reservation.expires_at <= %(at)s
 ORDER BY variant, place
 LIMIT %(limit)s
