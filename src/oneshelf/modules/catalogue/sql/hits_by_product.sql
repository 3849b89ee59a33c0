-- Some products, as lists show them.
SELECT
    s.product_id AS product,
    s.slug,
    s.title,
    s.brand,
    nullif(s.picture, '') AS picture,
    s.unit,
    s.minimum_age,
    s.variants
FROM catalogue_search AS s
WHERE s.product_id = ANY(%(products)s)
