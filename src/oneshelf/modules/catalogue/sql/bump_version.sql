-- Give a product its next version.
UPDATE catalogue_product SET version = version + 1
WHERE id = %(product)s
RETURNING version
