-- Notes that an endpoint took something; nothing is written when it did before, too.
UPDATE webhooks_endpoint
SET failures = 0, failing_since = NULL, not_before = NULL
WHERE id = %(endpoint)s::uuid AND failures > 0
