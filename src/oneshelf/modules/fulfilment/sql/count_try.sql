-- Counts a try of a PIN before it is looked at, as long as tries are left; returns how many have been made with it.
UPDATE fulfilment_consignment
SET pin_attempts = pin_attempts + 1
WHERE id = %(consignment)s::uuid AND state = 'ready' AND pin_attempts < %(most)s::smallint
RETURNING pin_attempts
