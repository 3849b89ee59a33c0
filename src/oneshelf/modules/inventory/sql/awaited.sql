-- What orders were promised ahead at a place and wait for, by order and line; one unit of a line takes `per` of it.
SELECT owner_id AS "order", owner_line AS line, variant_id AS variant, sum(quantity)::bigint AS quantity, per
  FROM inventory_reservation
 WHERE market_id = %(market)s AND place_id = %(place)s AND ahead AND state = 'allocated' AND owner_kind = 'order'
 GROUP BY owner_id, owner_line, variant_id, per
