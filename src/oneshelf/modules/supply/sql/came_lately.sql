-- What deliveries and transfers have brought to a place since an instant, what came last first.
SELECT came.variant
  FROM (
      SELECT line.variant_id AS variant, receipt.occurred_at
        FROM supply_receipt AS receipt
        JOIN supply_receipt_line AS line ON line.receipt_id = receipt.id
       WHERE receipt.place_id = %(place)s AND receipt.occurred_at >= %(since)s AND line.good > 0
       UNION ALL
      SELECT line.variant_id, transfer.received_at
        FROM supply_transfer AS transfer
        JOIN supply_transfer_line AS line ON line.transfer_id = transfer.id
       WHERE transfer.target_id = %(place)s AND transfer.received_at >= %(since)s AND line.good > 0
       ) AS came
 GROUP BY came.variant
 ORDER BY max(came.occurred_at) DESC, came.variant
 LIMIT %(limit)s
