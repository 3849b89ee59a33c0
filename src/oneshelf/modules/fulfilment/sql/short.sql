-- Writes that what is missing of a line was not found, while the consignment is being picked; counts as a change of it.
WITH picking AS (
    UPDATE fulfilment_consignment AS consignment SET version = consignment.version + 1
    WHERE
        consignment.id = %(consignment)s::uuid AND consignment.state = 'picking'
        AND EXISTS (
            SELECT 1 FROM fulfilment_line AS line
            WHERE
                line.consignment_id = consignment.id AND line.line = %(line)s::int
                AND line.quantity > line.picked + line.short
        )
    RETURNING consignment.id
)
UPDATE fulfilment_line
SET short = fulfilment_line.quantity - fulfilment_line.picked
FROM picking
WHERE fulfilment_line.consignment_id = picking.id AND fulfilment_line.line = %(line)s::int
RETURNING new.short - old.short
