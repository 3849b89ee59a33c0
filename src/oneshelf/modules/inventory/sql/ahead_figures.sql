-- On what terms variants are sold ahead at an instant, with the figures of their levels and the deliveries that are
-- expected, the first first. Holds ahead that are over take nothing: who asks for their units reclaims them.
SELECT rule.place_id AS place, rule.variant_id AS variant, rule.kind, rule.units, rule.expected_on, rule.lead_days,
       level.on_hand - level.reserved - level.fenced + over.units AS room, coming.days, coming.quantities
  FROM inventory_ahead AS rule
  JOIN inventory_level AS level
    ON level.market_id = rule.market_id AND level.variant_id = rule.variant_id AND level.place_id = rule.place_id
 CROSS JOIN LATERAL (
       SELECT coalesce(array_agg(incoming.expected_on ORDER BY incoming.expected_on, incoming.id), '{}') AS days,
              coalesce(array_agg(incoming.quantity ORDER BY incoming.expected_on, incoming.id), '{}') AS quantities
         FROM inventory_incoming AS incoming
        WHERE incoming.market_id = rule.market_id AND incoming.variant_id = rule.variant_id
          AND incoming.place_id = rule.place_id) AS coming
 CROSS JOIN LATERAL (
       SELECT coalesce(sum(reservation.quantity), 0)::bigint AS units
         FROM inventory_reservation AS reservation
        WHERE reservation.market_id = rule.market_id AND reservation.variant_id = rule.variant_id
          AND reservation.place_id = rule.place_id AND reservation.ahead AND reservation.state = 'held'
          AND reservation.expires_at <= %(at)s) AS over
 WHERE rule.market_id = %(market)s AND rule.variant_id = ANY (%(variants)s) AND rule.valid @> %(at)s
   AND (%(places)s::uuid[] IS NULL OR rule.place_id = ANY (%(places)s))
 ORDER BY rule.place_id, rule.variant_id
