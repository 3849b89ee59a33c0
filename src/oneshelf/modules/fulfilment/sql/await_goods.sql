-- Lets consignments that were opened in this transaction wait for their goods.
UPDATE fulfilment_consignment AS consignment
SET state = 'awaited', expected_on = told.expected_on
FROM unnest(%(consignments)s::uuid[], %(days)s::date[]) AS told (id, expected_on)
WHERE consignment.id = told.id AND consignment.state = 'open'
