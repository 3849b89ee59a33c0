-- The same as snapshots.sql, found by SKU: the hot door of the API knows no other name.
SELECT
    v.id AS variant,
    p.id AS product,
    v.sku,
    CASE WHEN v.title = '' THEN p.title ELSE p.title || ', ' || v.title END AS title,
    (
        SELECT b.value FROM catalogue_barcode AS b
        WHERE b.variant_id = v.id
        ORDER BY b.position, b.value
        LIMIT 1
    ) AS gtin,
    (
        SELECT i.path FROM catalogue_picture AS i
        WHERE i.product_id = p.id AND (i.variant_id IS NULL OR i.variant_id = v.id)
        ORDER BY i.variant_id IS NULL, i.position, i.id
        LIMIT 1
    ) AS picture,
    v.unit,
    p.tax_class,
    p.minimum_age,
    v.archived_at IS NULL AND p.archived_at IS NULL AS sellable,
    ARRAY(
        SELECT c.component_id FROM catalogue_component AS c
        WHERE c.kit_id = v.id
        ORDER BY c.component_id
    ) AS component_variants,
    ARRAY(
        SELECT c.quantity FROM catalogue_component AS c
        WHERE c.kit_id = v.id
        ORDER BY c.component_id
    ) AS component_quantities,
    v.tracks
FROM catalogue_variant AS v
INNER JOIN catalogue_product AS p ON p.id = v.product_id
WHERE v.sku = ANY((SELECT %(skus)s::text[])::text[])
