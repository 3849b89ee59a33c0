-- A product that can be sold, with the path of its category.
SELECT
    p.id,
    p.slug,
    p.title,
    p.description,
    p.brand,
    p.tax_class,
    p.minimum_age,
    p.attributes,
    p.option_names,
    p.made_up,
    p.version,
    c.path
FROM catalogue_product AS p
INNER JOIN catalogue_category AS c ON c.id = p.category_id
WHERE p.slug = %(slug)s AND p.archived_at IS NULL
