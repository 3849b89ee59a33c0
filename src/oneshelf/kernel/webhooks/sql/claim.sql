-- Claims deliveries whose time has come, a few of each endpoint, so that none waits for another; the first of each
-- aggregate only, so that these come in order. An endpoint that fails and fails is asked by one try at a time.
WITH due AS (
    SELECT d.id
    FROM webhooks_endpoint AS e
    CROSS JOIN LATERAL (
        SELECT count(*) AS number
        FROM webhooks_delivery AS b
        WHERE b.endpoint_id = e.id AND b.state = 'waiting' AND b.lease_until >= clock_timestamp()
    ) AS busy
    CROSS JOIN LATERAL (
        SELECT w.id
        FROM webhooks_delivery AS w
        WHERE
            w.endpoint_id = e.id
            AND w.state = 'waiting'
            AND w.next_at <= clock_timestamp()
            AND (w.lease_until IS NULL OR w.lease_until < clock_timestamp())
            AND NOT EXISTS (
                SELECT
                FROM webhooks_delivery AS f
                WHERE
                    f.endpoint_id = w.endpoint_id
                    AND f.aggregate = w.aggregate
                    AND f.state = 'waiting'
                    AND f.sequence < w.sequence
            )
        ORDER BY w.next_at
        LIMIT greatest(0, CASE WHEN e.failures < %(calm_after)s::int THEN %(each)s::int ELSE 1 END - busy.number)
        FOR UPDATE SKIP LOCKED
    ) AS d
    WHERE e.active AND e.archived_at IS NULL AND (e.not_before IS NULL OR e.not_before <= clock_timestamp())
    LIMIT %(most)s::int
)
UPDATE webhooks_delivery AS d
SET owner = %(owner)s::uuid, lease_until = clock_timestamp() + %(lease)s::interval
FROM due
JOIN webhooks_delivery AS found ON found.id = due.id
JOIN webhooks_endpoint AS e ON e.id = found.endpoint_id
WHERE d.id = due.id
RETURNING
    d.id, d.endpoint_id AS endpoint, d.event, d.body, d.tries, e.url, e.secret,
    CASE WHEN e.old_secret_until > clock_timestamp() THEN e.old_secret END AS old_secret
