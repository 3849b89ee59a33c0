-- walks the whole table: what each line of a transfer counts as found or lost is what its settlements say.
WITH sums AS (
    SELECT
        transfer_id, line,
        coalesce(sum(quantity) FILTER (WHERE outcome IN ('found_here', 'found_at_source')), 0)::bigint AS found,
        coalesce(sum(quantity) FILTER (WHERE outcome IN ('lost', 'never_sent')), 0)::bigint AS lost
    FROM supply_settlement
    GROUP BY transfer_id, line
)
SELECT
    'what was missing of a transfer is what was settled' AS "check",
    format('line %%s of transfer %%s', line.line, line.transfer_id) AS subject,
    format('%%s found, %%s lost', line.found, line.lost) AS found,
    format('%%s found, %%s lost', coalesce(sums.found, 0), coalesce(sums.lost, 0)) AS expected
FROM supply_transfer_line AS line
LEFT JOIN sums ON sums.transfer_id = line.transfer_id AND sums.line = line.line
WHERE line.found <> coalesce(sums.found, 0) OR line.lost <> coalesce(sums.lost, 0)
