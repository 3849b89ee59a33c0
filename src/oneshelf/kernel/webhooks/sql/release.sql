-- Gives what a worker has claimed back, to be tried at once.
UPDATE webhooks_delivery
SET owner = NULL, lease_until = NULL
WHERE id = ANY (%(deliveries)s::uuid[]) AND owner = %(owner)s::uuid AND state = 'waiting'
