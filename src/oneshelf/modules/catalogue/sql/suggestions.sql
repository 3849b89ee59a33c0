-- What the beginning of a search may become: categories, then products whose titles begin so, then others.
WITH typed AS (SELECT catalogue_fold(%(text)s) AS words),
begun AS (
    SELECT s.product_id, s.slug, s.title, s.picture, 1 AS place, length(s.sort_key) AS far
    FROM typed
    CROSS JOIN LATERAL (
        SELECT q.product_id, q.slug, q.title, q.picture, q.sort_key FROM catalogue_search AS q
        WHERE q.sort_key >= typed.words AND q.sort_key < typed.words || U&'\+10FFFF'
        ORDER BY q.sort_key
        LIMIT %(limit)s
    ) AS s
),
within AS (
    SELECT s.product_id, s.slug, s.title, s.picture, 2 AS place, length(s.sort_key) AS far
    FROM typed
    CROSS JOIN LATERAL (
        SELECT q.product_id, q.slug, q.title, q.picture, q.sort_key FROM catalogue_search AS q
        WHERE
            length(typed.words) > 2
            AND q.document @@ (
                SELECT string_agg(quote_literal(w.word) || ':*', ' & ')::tsquery
                FROM string_to_table(typed.words, ' ') AS w (word)
            )
        LIMIT %(limit)s
    ) AS s
)
SELECT found.kind, found.slug, found.title, nullif(found.picture, '') AS picture
FROM (
    (
        SELECT 'category' AS kind, c.slug, c.name AS title, c.picture, 0 AS place, length(c.path) AS far
        FROM catalogue_category AS c
        CROSS JOIN typed
        WHERE length(typed.words) > 1 AND ' ' || catalogue_fold(c.name) LIKE '%% ' || typed.words || '%%'
        ORDER BY length(c.path), c.path
        LIMIT 3
    )
    UNION ALL
    SELECT 'product', p.slug, p.title, p.picture, p.place, p.far
    FROM (
        SELECT DISTINCT ON (product_id) product_id, slug, title, picture, place, far
        FROM (
            SELECT product_id, slug, title, picture, place, far FROM begun
            UNION ALL
            SELECT product_id, slug, title, picture, place, far FROM within
        ) AS either
        ORDER BY product_id, place
    ) AS p
) AS found
WHERE (SELECT words <> '' FROM typed)
ORDER BY found.place, found.far, found.title
LIMIT %(limit)s
