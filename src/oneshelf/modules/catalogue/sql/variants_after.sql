-- Variants that are sold, by id, after one of them.
SELECT variant.id FROM catalogue_variant AS variant
INNER JOIN catalogue_product AS product ON variant.product_id = product.id
WHERE
    variant.id > coalesce(%(after)s::uuid, '00000000-0000-0000-0000-000000000000')
    AND variant.archived_at IS NULL
    AND product.archived_at IS NULL
ORDER BY variant.id
LIMIT %(limit)s
