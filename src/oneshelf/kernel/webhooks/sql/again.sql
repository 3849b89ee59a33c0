-- Sends deliveries of an endpoint anew at once: one of them, or all that were given up.
UPDATE webhooks_delivery
SET state = 'waiting', tries = 0, next_at = clock_timestamp(), ended_at = NULL
WHERE
    endpoint_id = %(endpoint)s::uuid
    AND (lease_until IS NULL OR lease_until < clock_timestamp())
    AND CASE WHEN %(delivery)s::uuid IS NULL THEN state = 'given_up' ELSE id = %(delivery)s::uuid END
