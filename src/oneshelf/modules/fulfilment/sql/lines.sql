-- The lines of consignments.
SELECT consignment_id AS consignment, line, variant_id AS variant, title, sku, quantity, picked, short
FROM fulfilment_line
WHERE consignment_id = any(%(consignments)s::uuid[])
ORDER BY consignment_id, line
