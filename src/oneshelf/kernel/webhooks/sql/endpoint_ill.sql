-- Notes that an endpoint failed once more.
UPDATE webhooks_endpoint
SET failures = failures + 1, failing_since = coalesce(failing_since, clock_timestamp())
WHERE id = %(endpoint)s::uuid
RETURNING failures, failing_since
