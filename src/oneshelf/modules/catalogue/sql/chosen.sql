-- The articles on sale that lie in or below a category, are of a brand and are in a set, as far as each is named.
-- walks the whole table: it is asked for everything on sale as well, once for a change of many prices
SELECT v.id
FROM catalogue_variant AS v
INNER JOIN catalogue_product AS p ON p.id = v.product_id
WHERE
    v.archived_at IS NULL
    AND p.archived_at IS NULL
    AND (
        %(path)s::text = ''
        OR p.category_id IN (
            SELECT c.id FROM catalogue_category AS c
            WHERE c.path >= %(path)s AND c.path < %(path)s || '~'
        )
    )
    AND (%(brand)s::text = '' OR lower(p.brand) = lower(%(brand)s))
    AND (
        %(set)s::uuid IS NULL
        OR EXISTS (
            SELECT FROM catalogue_set_member AS m
            WHERE m.product_set_id = %(set)s AND m.variant_id = v.id
        )
    )
ORDER BY v.id
LIMIT %(limit)s
