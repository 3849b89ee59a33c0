-- Every category down to a depth, each behind its parent's path.
SELECT id, parent_id AS parent, slug, name, nullif(picture, '') AS picture, position, path
FROM catalogue_category
WHERE length(path) - length(replace(path, '/', '')) <= %(depth)s
ORDER BY position, name, id
