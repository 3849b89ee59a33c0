-- Takes the leases that nobody holds, past those that another worker is just taking.
WITH free AS (
    SELECT name
    FROM outbox_subscription
    WHERE
        name = ANY (%(names)s::text[])
        AND state = 'running'
        AND (owner IS NULL OR lease_until < clock_timestamp())
    ORDER BY name
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_subscription AS s
SET owner = %(owner)s::uuid, lease_until = clock_timestamp() + %(lease)s::interval
FROM free
WHERE s.name = free.name
RETURNING s.name
