-- What an owner has reserved and not used.
SELECT reservation.market_id AS market, reservation.place_id AS place, reservation.variant_id AS variant
  FROM inventory_reservation AS reservation
 WHERE reservation.owner_id = %(owner)s AND reservation.state IN ('held', 'allocated')
