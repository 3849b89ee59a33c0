-- Keeps the movements of a staged batch that are not there yet.
INSERT INTO inventory_movement
    (id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at)
SELECT id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at
  FROM inventory_stage
    ON CONFLICT DO NOTHING
