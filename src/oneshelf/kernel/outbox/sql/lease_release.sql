-- Gives a worker's leases back.
UPDATE outbox_subscription
SET owner = NULL, lease_until = NULL
WHERE owner = %(owner)s::uuid
