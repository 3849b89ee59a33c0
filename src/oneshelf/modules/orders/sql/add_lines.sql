-- Adds lines to a placed order, behind those that it has.
INSERT INTO orders_line
    (market_id, order_id, line, variant_id, sku, title, gtin, picture, unit, quantity, unit_price, per, amount,
     tax_class, tax)
SELECT %(market)s::uuid, %(order)s::uuid, fresh.line, fresh.variant, fresh.sku, fresh.title, fresh.gtin, fresh.picture,
       fresh.unit, fresh.quantity, fresh.unit_price, fresh.per, fresh.amount, fresh.tax_class,
       fresh.tax
  FROM unnest(
           %(lines)s::int[], %(variants)s::uuid[], %(skus)s::text[], %(titles)s::text[], %(gtins)s::text[],
           %(pictures)s::text[], %(units)s::text[], %(quantities)s::bigint[], %(unit_prices)s::bigint[],
           %(pers)s::bigint[], %(amounts)s::bigint[], %(tax_classes)s::text[], %(taxes)s::bigint[]
       ) AS fresh (line, variant, sku, title, gtin, picture, unit, quantity, unit_price, per, amount, tax_class, tax)
