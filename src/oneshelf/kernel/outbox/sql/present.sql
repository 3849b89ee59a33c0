-- The oldest transaction that still runs: whatever is committed from now on stands at or behind it.
SELECT pg_snapshot_xmin(pg_current_snapshot())::text::bigint AS transaction
