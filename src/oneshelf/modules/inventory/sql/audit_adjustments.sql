-- walks the whole table: each correction by a person is what its movement moved, one way or the other.
SELECT 'a correction is its movement' AS "check", format('correction %%s', adjustment.id) AS subject,
       format('%%s units at place %%s', adjustment.change, adjustment.place_id) AS found,
       coalesce(format('%%s units from place %%s to %%s', movement.quantity, movement.from_place_id,
                       movement.to_place_id), 'nothing moved') AS expected
  FROM inventory_adjustment AS adjustment
  LEFT JOIN inventory_movement AS movement
    ON movement.cause_id = adjustment.id AND movement.cause_kind = 'adjustment'
   AND movement.variant_id = adjustment.variant_id
 WHERE adjustment.change IS DISTINCT FROM
       CASE WHEN movement.to_place_id = adjustment.place_id THEN movement.quantity
            WHEN movement.from_place_id = adjustment.place_id THEN -movement.quantity END
