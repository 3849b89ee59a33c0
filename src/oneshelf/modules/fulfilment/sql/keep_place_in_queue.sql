-- Lets consignments that wait since they were part of another one be served as early as that one.
UPDATE fulfilment_consignment AS consignment
SET opened_at = told.since
FROM unnest(%(consignments)s::uuid[], %(since)s::timestamptz[]) AS told (id, since)
WHERE consignment.id = told.id AND consignment.state = 'awaited'
