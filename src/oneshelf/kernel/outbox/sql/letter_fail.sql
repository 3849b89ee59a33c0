-- Notes a letter's failure.
UPDATE outbox_letter
SET
    state = %(state)s::text,
    tries = %(tries)s::int,
    retry_at = %(retry_at)s::timestamptz,
    error = %(error)s::text
WHERE id = %(letter)s::uuid
