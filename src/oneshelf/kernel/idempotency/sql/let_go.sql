-- Lets others do what a key stands for.
SELECT pg_advisory_unlock(hashtextextended(%(key)s::text, 0))
