-- walks the whole table: what is ready or has left is picked or known to be short, and each consignment has lines.
WITH sums AS (
    SELECT consignment_id, sum(quantity - picked - short)::bigint AS missing, sum(picked)::bigint AS picked
    FROM fulfilment_line
    GROUP BY consignment_id
)
SELECT
    'what is ready is picked' AS "check", format('consignment %%s, %%s', consignment.id, consignment.state) AS subject,
    format('%%s picked, %%s missing', coalesce(sums.picked, 0), sums.missing) AS found,
    'some picked, 0 missing' AS expected
FROM fulfilment_consignment AS consignment
LEFT JOIN sums ON sums.consignment_id = consignment.id
WHERE
    sums.consignment_id IS NULL
    OR (
        consignment.state IN ('ready', 'collected', 'packed', 'on_the_way', 'shipped', 'delivered', 'expired')
        AND (sums.missing <> 0 OR sums.picked = 0)
    )
UNION ALL
SELECT 'lines belong to a consignment', format('lines of %%s', sums.consignment_id), 'no consignment', 'a consignment'
FROM sums
LEFT JOIN fulfilment_consignment AS consignment ON consignment.id = sums.consignment_id
WHERE consignment.id IS NULL
