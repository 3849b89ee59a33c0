-- The subscriptions of a worker that have committed events before them, readable yet or not.
SELECT s.name
FROM outbox_subscription AS s
WHERE
    s.owner = %(owner)s::uuid
    AND s.state = 'running'
    AND EXISTS (
        SELECT
        FROM outbox_event AS e
        WHERE (e.transaction, e.id) > (s.transaction, s.last_id)
    )
ORDER BY s.name
