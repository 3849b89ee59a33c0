-- The variant that carries a GTIN.
SELECT variant_id FROM catalogue_barcode
WHERE value = %(gtin)s
