-- What there is and will be for those who wait for variants at a place: units on hand beside those promised from the
-- shelf, deliveries that are expected, the first first, and the terms on which they were sold ahead last: the day on
-- which a pre-order is settled only as long as it is sold.
SELECT level.variant_id AS variant,
       level.on_hand - level.reserved - level.fenced
       + inventory_awaited(level.market_id, level.place_id, level.variant_id) AS free,
       coming.days, coming.quantities, rule.settled_on, rule.lead_days
  FROM inventory_level AS level
 CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(incoming.expected_on ORDER BY incoming.expected_on, incoming.id), '{}') AS days,
              coalesce(array_agg(incoming.quantity ORDER BY incoming.expected_on, incoming.id), '{}') AS quantities
         FROM inventory_incoming AS incoming
        WHERE incoming.market_id = level.market_id AND incoming.variant_id = level.variant_id
          AND incoming.place_id = level.place_id) AS coming
  LEFT JOIN LATERAL (
       SELECT CASE WHEN ahead.kind = 'preorder' AND ahead.valid @> %(at)s::timestamptz
                   THEN ahead.expected_on END AS settled_on,
              ahead.lead_days
         FROM inventory_ahead AS ahead
        WHERE ahead.market_id = level.market_id AND ahead.variant_id = level.variant_id
          AND ahead.place_id = level.place_id AND lower(ahead.valid) <= %(at)s
        ORDER BY lower(ahead.valid) DESC LIMIT 1) AS rule ON true
 WHERE level.market_id = %(market)s AND level.place_id = %(place)s AND level.variant_id = ANY (%(variants)s)
