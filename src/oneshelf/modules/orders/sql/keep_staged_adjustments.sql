-- Keeps the adjustments of a staged batch that are not there yet.
INSERT INTO orders_adjustment (id, market_id, order_id, line, kind, label, amount)
SELECT id, market_id, order_id, line, kind, label, amount
  FROM orders_stage_adjustment
    ON CONFLICT DO NOTHING
