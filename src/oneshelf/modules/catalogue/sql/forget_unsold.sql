-- Take products out of search that are archived, or have no variant left that could be sold.
DELETE FROM catalogue_search AS s
USING catalogue_product AS p
WHERE
    s.product_id = ANY(%(products)s::uuid[])
    AND p.id = s.product_id
    AND (
        p.archived_at IS NOT NULL
        OR NOT EXISTS (SELECT FROM catalogue_variant AS v WHERE v.product_id = p.id AND v.archived_at IS NULL)
    )
