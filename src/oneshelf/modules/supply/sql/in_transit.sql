-- walks the whole table: what open transfers have in transit, for comparison with the level there.
SELECT
    transfer.market_id AS market, line.variant_id AS variant,
    sum(line.quantity - line.good - line.damaged - line.found - line.lost)::bigint AS quantity
FROM supply_transfer AS transfer
INNER JOIN supply_transfer_line AS line ON line.transfer_id = transfer.id
WHERE transfer.state IN ('in_transit', 'unsettled')
GROUP BY transfer.market_id, line.variant_id
