-- What an owner has reserved and not used, line by line; a kit's line by its components.
SELECT reservation.owner_line AS line, reservation.place_id AS place, reservation.variant_id AS variant,
       reservation.quantity, reservation.per, 0::bigint AS withheld
  FROM inventory_reservation AS reservation
 WHERE reservation.owner_id = %(owner)s AND reservation.state IN ('held', 'allocated')
 ORDER BY reservation.owner_line, reservation.place_id, reservation.variant_id
