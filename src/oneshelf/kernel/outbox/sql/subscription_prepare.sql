-- Makes a subscription's row: at the beginning, or before whatever has not yet been committed.
INSERT INTO outbox_subscription (name, transaction, last_id, state)
VALUES (
    %(name)s::text,
    CASE WHEN %(from_now)s::boolean THEN pg_snapshot_xmin(pg_current_snapshot()) ELSE '0'::xid8 END,
    '00000000-0000-0000-0000-000000000000',
    'running'
)
ON CONFLICT (name) DO NOTHING
