-- Categories by their slugs, from the top down.
SELECT id, parent_id AS parent, slug, name, nullif(picture, '') AS picture, position, path
FROM catalogue_category
WHERE slug = ANY(%(slugs)s::text[])
ORDER BY length(path)
