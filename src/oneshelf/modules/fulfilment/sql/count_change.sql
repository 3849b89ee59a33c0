-- Counts a change of a consignment.
UPDATE fulfilment_consignment SET version = version + 1 WHERE id = %(consignment)s::uuid
