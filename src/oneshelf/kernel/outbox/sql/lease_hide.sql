-- Takes the sign of life of a worker away.
SELECT pg_advisory_unlock(hashtextextended(%(owner)s::text, 0))
