-- Waits until nobody else keeps differences of a market; the turn ends with the transaction.
SELECT pg_advisory_xact_lock(hashtextextended('parity ' || %(market)s::text, 0))
