-- What one piece of each variant weighs, in grams, and in which unit it is sold.
SELECT id AS variant, unit, coalesce(weight_g, 0) AS weight_g FROM catalogue_variant
WHERE id = ANY((SELECT %(variants)s::uuid[])::uuid[])
