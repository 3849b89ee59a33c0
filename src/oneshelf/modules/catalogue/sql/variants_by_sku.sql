-- The variant that each known SKU names.
SELECT sku, id AS variant FROM catalogue_variant
WHERE sku = ANY((SELECT %(skus)s::text[])::text[])
