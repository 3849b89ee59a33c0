-- A letter whose retry is due, locked, past those that another worker is just trying.
SELECT
    id, subscription, event, type, aggregate, sequence, data, occurred_at, state, tries, retry_at, error
FROM outbox_letter
WHERE subscription = %(subscription)s::text AND state = 'retrying' AND retry_at <= clock_timestamp()
ORDER BY retry_at
LIMIT 1
FOR UPDATE SKIP LOCKED
