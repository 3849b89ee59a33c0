-- Lets an endpoint that fails and fails be for a while.
UPDATE webhooks_endpoint
SET not_before = clock_timestamp() + %(calm)s::interval
WHERE id = %(endpoint)s::uuid
