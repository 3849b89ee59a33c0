-- Writes how much of a line is picked, while the consignment is being picked and the line can hold it.
-- The consignment is locked, so that it cannot become ready meanwhile.
WITH picking AS (
    SELECT id FROM fulfilment_consignment
    WHERE id = %(consignment)s::uuid AND state = 'picking'
    FOR NO KEY UPDATE
)
UPDATE fulfilment_line
SET picked = %(quantity)s::bigint
FROM picking
WHERE
    fulfilment_line.consignment_id = picking.id AND fulfilment_line.line = %(line)s::int
    AND fulfilment_line.quantity - fulfilment_line.short >= %(quantity)s::bigint
RETURNING fulfilment_line.picked
