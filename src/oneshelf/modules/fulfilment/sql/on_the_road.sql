-- walks the whole table: the consignments whose goods are on the road.
SELECT consignment.id, consignment.market_id AS market
FROM fulfilment_consignment AS consignment
WHERE consignment.sent_at IS NOT NULL AND consignment.place_id <> consignment.bring_to_id
