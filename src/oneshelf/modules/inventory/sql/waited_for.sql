-- At which places orders wait for some of these goods, of each key its market, place and variant.
SELECT DISTINCT reservation.market_id AS market, reservation.place_id AS place
  FROM unnest(%(markets)s::uuid[], %(places)s::uuid[], %(variants)s::uuid[]) AS key (market, place, variant)
  JOIN inventory_reservation AS reservation
    ON reservation.market_id = key.market AND reservation.place_id = key.place AND reservation.variant_id = key.variant
   AND reservation.ahead AND reservation.state = 'allocated'
