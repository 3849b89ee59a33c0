-- Writes one entry.
INSERT INTO trail_entry (at, actor_kind, actor_id, action, subject_kind, subject_id, place, details)
VALUES (
    %(at)s::timestamptz, %(actor_kind)s::text, %(actor_id)s::uuid, %(action)s::text, %(subject_kind)s::text,
    %(subject_id)s::uuid, %(place)s::uuid, %(details)s::jsonb
)
