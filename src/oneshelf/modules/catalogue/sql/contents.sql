-- The net content of each variant that has one.
SELECT id AS variant, content AS amount, content_unit AS unit FROM catalogue_variant
WHERE id = ANY((SELECT %(variants)s::uuid[])::uuid[]) AND content IS NOT NULL
