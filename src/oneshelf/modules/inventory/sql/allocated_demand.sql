-- walks the whole table: what is allocated to each line of an order, from the shelf and ahead, for comparison with its
-- open demand. The variants of a kit's line must agree on how many units that is: `fewest` and `most` differ otherwise.
WITH variant AS (
    SELECT reservation.owner_id, reservation.owner_line, reservation.place_id, reservation.variant_id,
           reservation.ahead,
           sum(reservation.quantity / reservation.per)::bigint AS units
      FROM inventory_reservation AS reservation
     WHERE reservation.owner_kind = 'order' AND reservation.state = 'allocated'
     GROUP BY reservation.owner_id, reservation.owner_line, reservation.place_id, reservation.variant_id,
              reservation.ahead
)
SELECT variant.owner_id AS "order", variant.owner_line AS line, variant.place_id AS place,
       min(variant.units) AS fewest, max(variant.units) AS most, variant.ahead
  FROM variant
 GROUP BY variant.owner_id, variant.owner_line, variant.place_id, variant.ahead
