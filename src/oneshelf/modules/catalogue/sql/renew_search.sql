-- Write what search and lists show of products that can be sold. Weights: A title and codes, B brand and
-- variants, C the names of its categories. Codes stand in one piece, barcodes without leading zeros too.
WITH RECURSIVE above AS (
    SELECT c.id AS category_id, c.parent_id, c.name
    FROM catalogue_category AS c
    WHERE c.id IN (SELECT q.category_id FROM catalogue_product AS q WHERE q.id = ANY(%(products)s::uuid[]))
    UNION ALL
    SELECT a.category_id, c.parent_id, c.name
    FROM above AS a
    INNER JOIN catalogue_category AS c ON c.id = a.parent_id
),
named AS (
    SELECT a.category_id, string_agg(a.name, ' ') AS names FROM above AS a
    GROUP BY a.category_id
)
INSERT INTO catalogue_search (
    product_id, slug, title, brand, picture, unit, minimum_age, variants, category_path, sort_key, document
)
SELECT
    p.id,
    p.slug,
    p.title,
    p.brand,
    coalesce(
        (
            SELECT i.path FROM catalogue_picture AS i
            WHERE i.product_id = p.id
            ORDER BY i.variant_id IS NOT NULL, i.position, i.id
            LIMIT 1
        ),
        c.picture
    ),
    v.units[1],
    p.minimum_age,
    v.ids,
    c.path,
    catalogue_fold(p.title),
    setweight(to_tsvector('simple', catalogue_fold(p.title) || ' ' || v.codes), 'A')
    || setweight(to_tsvector('simple', catalogue_fold(p.brand || ' ' || v.names)), 'B')
    || setweight(to_tsvector('simple', catalogue_fold(n.names)), 'C')
FROM catalogue_product AS p
INNER JOIN catalogue_category AS c ON c.id = p.category_id
INNER JOIN named AS n ON n.category_id = c.id
CROSS JOIN LATERAL (
    SELECT
        array_agg(w.id ORDER BY w.position, w.id) AS ids,
        array_agg(w.unit ORDER BY w.position, w.id) AS units,
        string_agg(w.title || ' ' || array_to_string(w.option_values, ' '), ' ') AS names,
        string_agg(
            lower(regexp_replace(w.sku, '[^[:alnum:]]+', '', 'g')) || ' ' || catalogue_fold(w.sku) || ' '
            || coalesce(
                (
                    SELECT string_agg(b.value || ' ' || ltrim(b.value, '0'), ' ') FROM catalogue_barcode AS b
                    WHERE b.variant_id = w.id
                ),
                ''
            ),
            ' '
        ) AS codes
    FROM catalogue_variant AS w
    WHERE w.product_id = p.id AND w.archived_at IS NULL
    HAVING count(*) > 0
) AS v
WHERE p.id = ANY(%(products)s::uuid[]) AND p.archived_at IS NULL
ON CONFLICT (product_id) DO UPDATE SET
    slug = excluded.slug,
    title = excluded.title,
    brand = excluded.brand,
    picture = excluded.picture,
    unit = excluded.unit,
    minimum_age = excluded.minimum_age,
    variants = excluded.variants,
    category_path = excluded.category_path,
    sort_key = excluded.sort_key,
    document = excluded.document
