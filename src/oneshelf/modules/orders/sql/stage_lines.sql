-- Where the lines of a batch land first; gone with its transaction.
CREATE TEMPORARY TABLE orders_stage_line (
    market_id uuid, order_id uuid, line integer, variant_id uuid, sku text, title text, gtin text, picture text,
    unit text, quantity bigint, unit_price bigint, per bigint, amount bigint, tax_class text
) ON COMMIT DROP
