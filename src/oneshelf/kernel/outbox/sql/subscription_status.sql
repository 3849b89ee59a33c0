-- How every subscription does. What lies behind is counted up to a limit.
SELECT
    s.name,
    s.state,
    s.owner::text AS owner,
    s.lease_until,
    (
        SELECT count(*)
        FROM (
            SELECT
            FROM outbox_event AS e
            WHERE
                (e.transaction, e.id) > (s.transaction, s.last_id)
                AND e.transaction < pg_snapshot_xmin(pg_current_snapshot())
            LIMIT %(most)s::int
        ) AS unread
    ) AS behind,
    count(l.id) FILTER (WHERE l.state = 'retrying') AS retrying,
    count(l.id) FILTER (WHERE l.state = 'parked') AS parked,
    count(l.id) FILTER (WHERE l.state = 'dead') AS dead
FROM outbox_subscription AS s
LEFT JOIN outbox_letter AS l ON l.subscription = s.name
GROUP BY s.name
ORDER BY s.name
