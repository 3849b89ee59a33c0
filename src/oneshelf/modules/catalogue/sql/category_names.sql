-- The names of categories, each behind those of all above it, from the top down.
WITH RECURSIVE trail AS (
    SELECT category.id AS category, category.parent_id, category.name, 0 AS up
      FROM catalogue_category AS category
     WHERE category.id = ANY(%(categories)s::uuid[])
     UNION ALL
    SELECT trail.category, above.parent_id, above.name, trail.up + 1
      FROM trail
      JOIN catalogue_category AS above ON above.id = trail.parent_id
)
SELECT trail.category, array_agg(trail.name ORDER BY trail.up DESC) AS names
  FROM trail
 GROUP BY trail.category
