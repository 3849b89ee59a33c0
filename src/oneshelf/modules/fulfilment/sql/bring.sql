-- Says of opened consignments that they are brought to stores, and by when they are promised ready there.
UPDATE fulfilment_consignment AS consignment
SET method = 'bring', bring_to_id = brought.target, there_by = brought.there_by
FROM unnest(%(consignments)s::uuid[], %(targets)s::uuid[], %(there_by)s::timestamptz[])
    AS brought (id, target, there_by)
WHERE consignment.id = brought.id
