-- Writes that what is missing of a line was not found, while the consignment is being picked; counts as a change of it.
-- The consignment is locked first: of two who say so at once, the second finds nothing missing and changes nothing.
WITH picking AS (
    SELECT id FROM fulfilment_consignment
    WHERE id = %(consignment)s::uuid AND state = 'picking'
    FOR NO KEY UPDATE
),

fallen AS (
    UPDATE fulfilment_line
    SET short = fulfilment_line.quantity - fulfilment_line.picked
    FROM picking
    WHERE
        fulfilment_line.consignment_id = picking.id AND fulfilment_line.line = %(line)s::int
        AND fulfilment_line.quantity > fulfilment_line.picked + fulfilment_line.short
    RETURNING fulfilment_line.consignment_id, new.short - old.short AS units
)

UPDATE fulfilment_consignment
SET version = fulfilment_consignment.version + 1
FROM fallen
WHERE fulfilment_consignment.id = fallen.consignment_id
RETURNING fallen.units
