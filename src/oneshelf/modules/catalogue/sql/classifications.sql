-- Product and category path of each known variant.
SELECT v.id AS variant, v.product_id AS product, c.path
FROM catalogue_variant AS v
INNER JOIN catalogue_product AS p ON p.id = v.product_id
INNER JOIN catalogue_category AS c ON c.id = p.category_id
WHERE v.id = ANY(%(variants)s::uuid[])
