-- What happened to some aggregates, the oldest first.
SELECT type, aggregate, sequence, occurred_at
FROM outbox_event
WHERE aggregate = any(%(aggregates)s::uuid[])
ORDER BY occurred_at, aggregate, sequence
LIMIT %(most)s::int
