-- walks the whole table: the audit compares what each line of a purchase order has got with its receipts.
WITH sums AS (
    SELECT receipt.purchase_id, line.line, sum(line.good)::bigint AS good, sum(line.damaged)::bigint AS damaged
    FROM supply_receipt_line AS line
    INNER JOIN supply_receipt AS receipt ON receipt.id = line.receipt_id
    GROUP BY receipt.purchase_id, line.line
)
SELECT
    'what a purchase order has got is what was received' AS "check",
    format('line %%s of purchase order %%s', line.line, line.purchase_id) AS subject,
    format('%%s good, %%s damaged', line.good, line.damaged) AS found,
    format('%%s good, %%s damaged', coalesce(sums.good, 0), coalesce(sums.damaged, 0)) AS expected
FROM supply_purchase_line AS line
LEFT JOIN sums ON sums.purchase_id = line.purchase_id AND sums.line = line.line
WHERE line.good <> coalesce(sums.good, 0) OR line.damaged <> coalesce(sums.damaged, 0)
