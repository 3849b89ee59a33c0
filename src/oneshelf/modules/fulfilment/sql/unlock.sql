-- Forgets wrong PINs.
UPDATE fulfilment_consignment SET pin_attempts = 0 WHERE id = %(consignment)s::uuid
