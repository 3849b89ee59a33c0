-- The variants that carry some GTINs.
SELECT value AS gtin, variant_id AS variant FROM catalogue_barcode
WHERE value = ANY((SELECT %(gtins)s::text[])::text[])
