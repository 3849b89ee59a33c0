-- A page of an endpoint's deliveries, the latest first, with what the last try of each came to.
SELECT
    d.id, d.endpoint_id AS endpoint, d.event, d.type, d.aggregate, d.state, d.tries, d.next_at, d.created_at,
    d.ended_at, last.status, last.fault
FROM webhooks_delivery AS d
LEFT JOIN LATERAL (
    SELECT a.status, a.fault
    FROM webhooks_attempt AS a
    WHERE a.delivery_id = d.id
    ORDER BY a.id DESC
    LIMIT 1
) AS last ON TRUE
WHERE
    d.endpoint_id = %(endpoint)s::uuid AND d.id < %(before)s::uuid
    AND d.state = ANY (%(states)s::text[])
ORDER BY d.id DESC
LIMIT %(most)s::int
