-- Lets changes of a consignment wait for each other; tells where it stands.
SELECT state FROM fulfilment_consignment WHERE id = %(consignment)s::uuid FOR NO KEY UPDATE
