-- The transaction of the first event by id.
SELECT transaction::text::bigint AS transaction
FROM outbox_event
WHERE id >= %(first)s::uuid
ORDER BY id
LIMIT 1
