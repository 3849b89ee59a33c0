-- What an owner holds, of each key, that has not expired.
SELECT reservation.place_id AS place, reservation.variant_id AS variant, sum(reservation.quantity)::bigint AS units
  FROM inventory_reservation AS reservation
 WHERE reservation.owner_id = %(owner)s AND reservation.owner_kind = %(owner_kind)s AND reservation.state = 'held'
   AND reservation.expires_at > %(at)s
 GROUP BY reservation.place_id, reservation.variant_id
