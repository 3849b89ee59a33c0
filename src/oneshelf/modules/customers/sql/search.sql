-- The customers whose name, e-mail or telephone holds a text or reads much like it, best first.
SELECT customer.id
FROM customers_customer AS customer
WHERE
    customer.archived_at IS NULL
    AND (customer.search_text LIKE %(pattern)s OR %(text)s <%% customer.search_text)
ORDER BY
    customer.search_text LIKE %(pattern)s DESC,
    word_similarity(%(text)s, customer.search_text) DESC,
    customer.name ASC,
    customer.id ASC
LIMIT %(most)s
