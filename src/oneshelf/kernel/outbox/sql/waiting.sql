-- The subscriptions of a worker that have something to do: events to read, or a letter whose retry is due.
SELECT name, events, letters
FROM (
    SELECT
        s.name,
        EXISTS (
            SELECT
            FROM outbox_event AS e
            WHERE
                (e.transaction, e.id) > (s.transaction, s.last_id)
                AND e.transaction < pg_snapshot_xmin(pg_current_snapshot())
        ) AS events,
        EXISTS (
            SELECT
            FROM outbox_letter AS l
            WHERE l.subscription = s.name AND l.state = 'retrying' AND l.retry_at <= clock_timestamp()
        ) AS letters
    FROM outbox_subscription AS s
    WHERE s.owner = %(owner)s::uuid AND s.state = 'running'
) AS looked
WHERE events OR letters
ORDER BY name
