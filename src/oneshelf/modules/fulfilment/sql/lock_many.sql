-- Lets changes of some consignments wait for each other, always in the same order.
SELECT version FROM fulfilment_consignment WHERE id = any(%(consignments)s::uuid[]) ORDER BY id FOR NO KEY UPDATE
