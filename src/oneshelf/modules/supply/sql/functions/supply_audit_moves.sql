-- walks the whole table: the audit compares what receipts, transfers and settlements say with what they have moved.
-- Damaged units and units that nobody had sent have line numbers of their own (rules.DAMAGED_LINE, rules.OVER_LINE).
CREATE OR REPLACE FUNCTION supply_audit_moves(p_damaged_line int, p_over_line int)
RETURNS TABLE (o_subject text, o_said bigint, o_moved bigint)
LANGUAGE sql STABLE AS $$
    WITH said AS (
        SELECT 'receipt' AS kind, line.receipt_id AS cause, part.line, line.variant_id AS variant, part.quantity,
               format('line %s of receipt %s', line.line, line.receipt_id) AS subject
        FROM supply_receipt_line AS line
        CROSS JOIN LATERAL (VALUES (line.line, line.good), (p_damaged_line + line.line, line.damaged))
            AS part (line, quantity)
        UNION ALL
        SELECT 'transfer', part.cause, part.line, line.variant_id, part.quantity,
               format('line %s of transfer %s', line.line, line.transfer_id)
        FROM supply_transfer_line AS line
        INNER JOIN supply_transfer AS transfer ON transfer.id = line.transfer_id
        CROSS JOIN LATERAL (
            VALUES (transfer.id, line.line, CASE WHEN transfer.sent_at IS NULL THEN 0 ELSE line.quantity END),
                   (transfer.receipt_id, line.line, line.good),
                   (transfer.receipt_id, p_damaged_line + line.line, line.damaged),
                   (transfer.receipt_id, p_over_line + line.line, line.over)
        ) AS part (cause, line, quantity)
        UNION ALL
        SELECT 'transfer', settlement.id, settlement.line, line.variant_id, settlement.quantity,
               format('settlement %s', settlement.id)
        FROM supply_settlement AS settlement
        INNER JOIN supply_transfer_line AS line
            ON line.transfer_id = settlement.transfer_id AND line.line = settlement.line
    ), moved AS (
        SELECT 'receipt' AS kind, movement.* FROM inventory_moved('receipt') AS movement
        UNION ALL
        SELECT 'transfer', movement.* FROM inventory_moved('transfer') AS movement
    )
    SELECT said.subject, said.quantity, coalesce(moved.o_quantity, 0)
    FROM said
    LEFT JOIN moved
        ON moved.kind = said.kind AND moved.o_cause = said.cause AND moved.o_line = said.line
        AND moved.o_variant = said.variant
    WHERE said.quantity <> coalesce(moved.o_quantity, 0)
$$;
