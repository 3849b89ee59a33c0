-- The products of a category and all below it, a batch at a time.
SELECT p.id
FROM catalogue_category AS c
INNER JOIN catalogue_product AS p ON p.category_id = c.id
WHERE c.path >= %(path)s AND c.path < %(path)s || '~' AND p.id > %(after)s
ORDER BY p.id
LIMIT %(limit)s
