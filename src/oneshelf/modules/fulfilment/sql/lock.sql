-- Lets changes of a consignment wait for each other.
SELECT version FROM fulfilment_consignment WHERE id = %(consignment)s::uuid FOR NO KEY UPDATE
