-- Stops an active endpoint, and gives the number of the event that says so.
UPDATE webhooks_endpoint
SET active = FALSE, stopped_because = %(reason)s::text, events = events + 1
WHERE id = %(endpoint)s::uuid AND active AND archived_at IS NULL
RETURNING events
