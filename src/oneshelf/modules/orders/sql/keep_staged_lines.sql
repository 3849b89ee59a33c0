-- Keeps the lines of a staged batch that are not there yet.
INSERT INTO orders_line
    (market_id, order_id, line, variant_id, sku, title, gtin, picture, unit, quantity, unit_price, per, amount,
    tax_class)
SELECT market_id, order_id, line, variant_id, sku, title, gtin, picture, unit, quantity, unit_price, per, amount,
    tax_class
  FROM orders_stage_line
    ON CONFLICT DO NOTHING
