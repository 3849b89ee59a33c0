-- Shows that a worker is alive as long as this connection is open.
SELECT pg_advisory_lock(hashtextextended(%(owner)s::text, 0))::text
