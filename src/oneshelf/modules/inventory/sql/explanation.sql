-- The figures of one level for one channel: what is there, promised, set apart and expected.
SELECT level.on_hand, level.reserved, level.fenced,
       coalesce((SELECT sum(incoming.quantity)::bigint FROM inventory_incoming AS incoming
                  WHERE incoming.market_id = %(market)s AND incoming.variant_id = %(variant)s
                    AND incoming.place_id = %(place)s AND incoming.expected_on <= %(by)s), 0) AS incoming
  FROM inventory_level AS level
 WHERE level.market_id = %(market)s AND level.variant_id = %(variant)s AND level.place_id = %(place)s
