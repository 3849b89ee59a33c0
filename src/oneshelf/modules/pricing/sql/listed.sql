-- What holds in one list at one moment, by variant, behind one of them.
SELECT
    p.id,
    p.variant_id AS variant,
    p.amount,
    l.currency,
    p.per,
    lower(p.valid) AS valid_from,
    upper(p.valid) AS valid_until,
    l.code AS price_list
FROM pricing_price_list AS l
INNER JOIN pricing_price AS p ON p.price_list_id = l.id
WHERE
    l.id = %(price_list)s
    AND p.price_list_id = %(price_list)s
    AND p.variant_id > %(after)s::uuid
    AND p.valid @> %(at)s::timestamptz
ORDER BY p.variant_id
LIMIT %(limit)s
