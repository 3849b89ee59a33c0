-- Keeps the orders of a staged batch that are not there yet.
INSERT INTO orders_order
    (id, market_id, number, channel_id, place_id, customer_id, till_id, campaign, method, state, currency, items, total,
     origin, made_up, placed_at)
SELECT id, market_id, number, channel_id, place_id, customer_id, till_id, campaign, 'take_now', 'completed', currency,
       items, items, 'recorded', made_up, placed_at
  FROM orders_stage_order
    ON CONFLICT DO NOTHING
