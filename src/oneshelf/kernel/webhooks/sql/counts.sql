-- How many deliveries of each endpoint wait and how many were given up, of those that are kept, up to a limit.
SELECT e.endpoint, waits.number AS waiting, given.number AS given_up
FROM unnest(%(endpoints)s::uuid[]) AS e (endpoint)
CROSS JOIN LATERAL (
    SELECT count(*) AS number
    FROM (
        SELECT
        FROM webhooks_delivery AS d
        WHERE d.endpoint_id = e.endpoint AND d.state = 'waiting'
        LIMIT %(most)s::int
    ) AS seen
) AS waits
CROSS JOIN LATERAL (
    SELECT count(*) AS number
    FROM (
        SELECT
        FROM webhooks_delivery AS d
        WHERE d.endpoint_id = e.endpoint AND d.state = 'given_up'
        LIMIT %(most)s::int
    ) AS seen
) AS given
