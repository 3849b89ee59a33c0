-- A page of the products that match a query, best first: written exactly as asked before merely begun so.
SELECT
    m.product_id AS product,
    m.slug,
    m.title,
    m.brand,
    nullif(m.picture, '') AS picture,
    m.unit,
    m.minimum_age,
    m.variants,
    m.rank
FROM (
    SELECT
        s.product_id,
        s.slug,
        s.title,
        s.brand,
        s.picture,
        s.unit,
        s.minimum_age,
        s.variants,
        (
            1000000 * (
                ts_rank('{0.1, 0.3, 0.6, 1.0}', s.document, %(query)s::tsquery, 1)
                + ts_rank('{0.1, 0.3, 0.6, 1.0}', s.document, %(exact)s::tsquery, 1)
            )
        )::int AS rank
    FROM catalogue_search AS s
    WHERE
        s.document @@ %(query)s::tsquery
        AND s.category_path >= %(path)s
        AND s.category_path < %(path)s || '~'
        AND (cardinality(%(brands)s::text[]) = 0 OR s.brand = ANY(%(brands)s::text[]))
) AS m
WHERE (m.rank, m.product_id) < (%(rank)s::int, %(product)s::uuid)
ORDER BY m.rank DESC, m.product_id DESC
LIMIT %(limit)s
