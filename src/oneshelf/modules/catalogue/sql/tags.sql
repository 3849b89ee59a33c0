-- By what rules know each known variant: its product, brand, the categories above it, and the sets that hold it.
SELECT
    v.id AS variant,
    v.product_id AS product,
    p.brand,
    ARRAY(
        SELECT c.id FROM catalogue_category AS c
        -- paths are compared by bytes, addresses by the database's rules: without this no index would find them
        WHERE c.slug = ANY(string_to_array(rtrim(k.path, '/'), '/') COLLATE "default")
    ) AS categories,
    ARRAY(
        SELECT m.product_set_id FROM catalogue_set_member AS m
        WHERE m.variant_id = v.id
    ) AS sets
FROM catalogue_variant AS v
INNER JOIN catalogue_product AS p ON p.id = v.product_id
INNER JOIN catalogue_category AS k ON k.id = p.category_id
WHERE v.id = ANY((SELECT %(variants)s::uuid[])::uuid[])
