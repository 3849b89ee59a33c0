-- A page of the products in a category and below it, by title.
SELECT
    s.product_id AS product,
    s.slug,
    s.title,
    s.brand,
    nullif(s.picture, '') AS picture,
    s.unit,
    s.minimum_age,
    s.variants,
    s.sort_key
FROM catalogue_search AS s
WHERE
    s.category_path >= %(path)s
    AND s.category_path < %(path)s || '~'
    AND (cardinality(%(brands)s::text[]) = 0 OR s.brand = ANY(%(brands)s::text[]))
    AND (s.sort_key, s.product_id) > (%(sort_key)s::text, %(product)s::uuid)
ORDER BY s.sort_key, s.product_id
LIMIT %(limit)s
