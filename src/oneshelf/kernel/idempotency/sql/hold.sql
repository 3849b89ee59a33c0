-- Waits until nobody does what a key stands for, and lets nobody until the session lets go of it or ends.
SELECT pg_advisory_lock(hashtextextended(%(key)s::text, 0))::text
