-- Everything after a cursor up to the end of a transaction, if that is older than all that still run.
SELECT
    id,
    type,
    aggregate,
    sequence,
    CASE WHEN type LIKE ANY (%(patterns)s::text[]) THEN data END AS data,
    occurred_at,
    transaction::text::bigint AS transaction
FROM outbox_event
WHERE
    (outbox_event.transaction, id) > (%(transaction)s::xid8, %(id)s::uuid)
    AND outbox_event.transaction <= %(until)s::xid8
    AND %(until)s::xid8 < pg_snapshot_xmin(pg_current_snapshot())
ORDER BY outbox_event.transaction, id
