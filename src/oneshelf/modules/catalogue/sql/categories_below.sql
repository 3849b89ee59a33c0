-- The categories right below one.
SELECT id, parent_id AS parent, slug, name, nullif(picture, '') AS picture, position, path
FROM catalogue_category
WHERE parent_id = %(parent)s
ORDER BY position, name
