-- One category.
SELECT id, parent_id AS parent, slug, name, nullif(picture, '') AS picture, position, path
FROM catalogue_category
WHERE slug = %(slug)s
