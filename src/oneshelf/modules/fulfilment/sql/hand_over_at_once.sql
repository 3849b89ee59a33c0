-- Lets consignments that were opened in this transaction be in their buyer's hands, all of their goods.
WITH taken AS (
    UPDATE fulfilment_consignment AS consignment SET method = 'take_now', state = 'collected'
    WHERE consignment.id = ANY (%(consignments)s) AND consignment.state = 'open' AND consignment.version = 1
    RETURNING consignment.id
)
UPDATE fulfilment_line AS goods SET picked = goods.quantity
FROM taken
WHERE goods.consignment_id = taken.id
RETURNING goods.consignment_id
