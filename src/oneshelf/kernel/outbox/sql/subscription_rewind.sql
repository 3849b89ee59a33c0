-- walks the whole table: a rewind is rare, and skips the months before its instant.
-- Sets a cursor back before the transaction of the first event that occurred at an instant or later; never forward.
UPDATE outbox_subscription AS s
SET transaction = first.transaction, last_id = '00000000-0000-0000-0000-000000000000'
FROM (
    SELECT e.transaction
    FROM outbox_event AS e
    WHERE e.occurred_at >= %(since)s::timestamptz
    ORDER BY e.transaction, e.id
    LIMIT 1
) AS first
WHERE s.name = %(name)s::text AND first.transaction <= s.transaction
RETURNING s.name
