-- Lets one transaction at a time renew what orders are found by: the last one to read is the last one to write.
SELECT pg_advisory_xact_lock(hashtextextended('orders_search', 0))::text
