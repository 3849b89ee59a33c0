-- The variants of a product that can be sold, with their barcodes.
SELECT
    v.id,
    v.sku,
    v.title,
    v.option_values,
    v.unit,
    v.weight_g,
    ARRAY(
        SELECT b.value FROM catalogue_barcode AS b
        WHERE b.variant_id = v.id
        ORDER BY b.position, b.value
    ) AS barcodes
FROM catalogue_variant AS v
WHERE v.product_id = %(product)s AND v.archived_at IS NULL
ORDER BY v.position, v.id
