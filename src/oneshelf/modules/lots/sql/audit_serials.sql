-- walks the whole table: a serial number lies in one place, as one unit, and is marked as what its lot is.
SELECT 'a part knows whether it is a serial number' AS "check",
       format('lot %%s at place %%s', part.lot_id, part.place_id) AS subject,
       part.serial::text AS found, lot.is_serial::text AS expected
  FROM lots_part AS part
  JOIN lots_lot AS lot ON lot.id = part.lot_id
 WHERE part.serial <> lot.is_serial
