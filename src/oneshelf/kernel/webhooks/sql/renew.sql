-- Keeps what a worker has claimed from lapsing.
UPDATE webhooks_delivery
SET lease_until = clock_timestamp() + %(lease)s::interval
WHERE id = ANY (%(deliveries)s::uuid[]) AND owner = %(owner)s::uuid AND state = 'waiting'
