-- What was settled as lost or never sent of transfers to some places in a while. The ids carry about the instant.
SELECT transfer.target_id AS place, line.variant_id AS variant, sum(settlement.quantity)::bigint AS units
FROM supply_settlement AS settlement
INNER JOIN supply_transfer AS transfer ON transfer.id = settlement.transfer_id
INNER JOIN supply_transfer_line AS line ON line.transfer_id = transfer.id AND line.line = settlement.line
WHERE
    transfer.market_id = %(market)s::uuid AND transfer.target_id = any(%(places)s::uuid[])
    AND settlement.outcome IN ('lost', 'never_sent') AND settlement.id >= %(first)s::uuid
    AND settlement.occurred_at >= %(since)s::timestamptz AND settlement.occurred_at < %(until)s::timestamptz
GROUP BY transfer.target_id, line.variant_id
