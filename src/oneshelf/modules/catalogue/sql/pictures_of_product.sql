-- The pictures of a product, in order.
SELECT path, alt, width, height, variant_id AS variant
FROM catalogue_picture
WHERE product_id = %(product)s
ORDER BY position, id
