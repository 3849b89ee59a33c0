-- Moves the day on which goods are expected, and with it the clock of the consignment that waits for them.
UPDATE fulfilment_consignment
SET
    due_at = due_at + make_interval(days => %(expected_on)s::date - expected_on),
    expected_on = %(expected_on)s::date, version = version + 1
WHERE id = %(consignment)s::uuid AND state = 'awaited' AND expected_on = %(before)s::date
