-- Takes the leases that nobody holds, past those that another worker is just taking. Whoever is alive shows it by an
-- advisory lock of its connection, which PostgreSQL lets go as soon as the process is gone: that is heard within a
-- poll, a lease that lapses within its length.
WITH free AS (
    SELECT name
    FROM outbox_subscription AS s
    WHERE
        name = ANY (%(names)s::text[])
        AND state = 'running'
        AND (
            owner IS NULL
            OR lease_until < clock_timestamp()
            OR owner <> %(owner)s::uuid
            AND NOT EXISTS (
                SELECT
                FROM pg_locks AS alive
                WHERE
                    alive.locktype = 'advisory'
                    AND alive.database = (SELECT oid FROM pg_database WHERE datname = current_database())
                    AND alive.objsubid = 1
                    AND (alive.classid::bigint << 32) | alive.objid::bigint = hashtextextended(s.owner::text, 0)
            )
        )
    ORDER BY name
    FOR UPDATE SKIP LOCKED
)
UPDATE outbox_subscription AS s
SET owner = %(owner)s::uuid, lease_until = clock_timestamp() + %(lease)s::interval
FROM free
WHERE s.name = free.name
RETURNING s.name
