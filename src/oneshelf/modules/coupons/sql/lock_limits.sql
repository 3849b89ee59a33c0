-- Waits until nobody counts uses of a batch, and lets nobody until the transaction ends.
SELECT pg_advisory_xact_lock(hashtextextended(%(batch)s::uuid::text, 0))::text
