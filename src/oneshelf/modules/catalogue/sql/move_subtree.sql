-- Give a category and all below it the path that follows from its new place or slug.
UPDATE catalogue_category SET path = %(new)s || substr(path, length(%(old)s) + 1)
WHERE path >= %(old)s AND path < %(old)s || '~'
