-- Tries a dead or waiting letter again at once, as if it had never failed. A parked one waits for those before it.
UPDATE outbox_letter
SET state = %(state)s::text, tries = 0, retry_at = clock_timestamp()
WHERE id = %(letter)s::uuid AND state <> 'parked'
