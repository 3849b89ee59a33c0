-- Renews a worker's leases, past rows whose step is just ending: that renews them too.
WITH mine AS (
    SELECT name
    FROM outbox_subscription
    WHERE owner = %(owner)s::uuid
    ORDER BY name
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_subscription AS s
SET lease_until = clock_timestamp() + %(lease)s::interval
FROM mine
WHERE s.name = mine.name
