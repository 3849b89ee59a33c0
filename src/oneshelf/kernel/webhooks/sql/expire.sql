-- Gives up a batch of deliveries that have waited since before an instant for an endpoint that is stopped or removed.
WITH old AS (
    SELECT d.id
    FROM webhooks_endpoint AS e
    JOIN webhooks_delivery AS d ON d.endpoint_id = e.id
    WHERE
        d.state = 'waiting'
        AND (e.archived_at IS NOT NULL OR NOT e.active AND d.created_at < %(before)s::timestamptz)
    LIMIT %(most)s::int
)
UPDATE webhooks_delivery AS d
SET state = 'given_up', ended_at = clock_timestamp(), next_at = NULL, owner = NULL, lease_until = NULL
FROM old
WHERE d.id = old.id AND d.state = 'waiting'
