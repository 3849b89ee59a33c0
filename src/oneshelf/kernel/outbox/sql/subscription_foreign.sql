-- A subscription whose cursor is ahead of every transaction of this cluster, if there is one.
SELECT name
FROM outbox_subscription
WHERE transaction > pg_snapshot_xmax(pg_current_snapshot())
ORDER BY name
LIMIT 1
