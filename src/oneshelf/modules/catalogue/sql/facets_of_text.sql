-- How many products match a query, in all, by category and by brand.
-- Each facet counts without its own choice: brands in the chosen category, categories among the chosen brands.
WITH matched AS MATERIALIZED (
    SELECT s.brand, s.category_path FROM catalogue_search AS s
    WHERE s.document @@ %(query)s::tsquery
),
chosen AS (
    SELECT
        m.brand,
        m.category_path,
        m.category_path >= %(path)s AND m.category_path < %(path)s || '~' AS in_category,
        cardinality(%(brands)s::text[]) = 0 OR m.brand = ANY(%(brands)s::text[]) AS of_brand
    FROM matched AS m
)
SELECT 'total' AS facet, '' AS value, '' AS name, count(*) AS count
FROM chosen
WHERE in_category AND of_brand
UNION ALL
SELECT 'category', c.slug, c.name, counted.count
FROM (
    SELECT split_part(category_path, '/', %(depth)s::int + 1) AS slug, count(*) AS count
    FROM chosen
    WHERE in_category AND of_brand
    GROUP BY 1
) AS counted
INNER JOIN catalogue_category AS c ON c.slug = counted.slug
UNION ALL
(
    SELECT 'brand', brand, brand, count(*) AS count
    FROM chosen
    WHERE in_category AND brand <> ''
    GROUP BY brand
    ORDER BY brand = ANY(%(brands)s::text[]) DESC, count(*) DESC, brand
    LIMIT %(most)s
)
