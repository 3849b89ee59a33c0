-- Takes in the goods of a consignment that was cancelled while they were on the road; counts as a change of it.
UPDATE fulfilment_consignment
SET place_id = bring_to_id, version = version + 1
WHERE
    id = %(consignment)s::uuid AND state = 'cancelled' AND sent_at IS NOT NULL AND place_id <> bring_to_id
RETURNING version
