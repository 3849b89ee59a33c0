-- walks the whole table: the audit compares units allocated to each order, for comparison with its open demand.
SELECT reservation.owner_id AS "order", sum(reservation.quantity)::bigint AS quantity
  FROM inventory_reservation AS reservation
 WHERE reservation.owner_kind = 'order' AND reservation.state = 'allocated'
 GROUP BY reservation.owner_id
