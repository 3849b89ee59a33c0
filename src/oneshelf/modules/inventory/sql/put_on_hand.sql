-- Raises what counted places have on hand, key by key in one order, opening the levels that are missing.
INSERT INTO inventory_level AS level (market_id, variant_id, place_id, on_hand)
SELECT %(market)s::uuid, gain.variant, gain.place, gain.quantity
  FROM unnest(%(variants)s::uuid[], %(places)s::uuid[], %(quantities)s::bigint[]) AS gain (variant, place, quantity)
 ORDER BY gain.variant, gain.place
    ON CONFLICT (market_id, variant_id, place_id) DO UPDATE SET on_hand = level.on_hand + excluded.on_hand
