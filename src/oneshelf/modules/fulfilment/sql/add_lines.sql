-- Adds lines to a consignment.
INSERT INTO fulfilment_line (consignment_id, line, variant_id, title, sku, quantity, picked)
SELECT %(consignment)s::uuid, goods.line, goods.variant, goods.title, goods.sku, goods.quantity, 0
FROM unnest(
    %(lines)s::int[], %(variants)s::uuid[], %(titles)s::text[], %(skus)s::text[], %(quantities)s::bigint[]
) AS goods (line, variant, title, sku, quantity)
