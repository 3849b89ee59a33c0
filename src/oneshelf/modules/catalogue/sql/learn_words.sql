-- Add the words of products to those that mistyped ones are compared with; in order, so that two writers of the
-- same words wait for each other and do not deadlock. Words with digits are codes and sizes: nobody's typo.
INSERT INTO catalogue_word (word)
SELECT DISTINCT lexeme
FROM catalogue_search AS s
CROSS JOIN unnest(tsvector_to_array(s.document)) AS lexeme
WHERE s.product_id = ANY(%(products)s::uuid[]) AND lexeme !~ '[0-9]' AND length(lexeme) BETWEEN 3 AND 30
ORDER BY lexeme
ON CONFLICT DO NOTHING
