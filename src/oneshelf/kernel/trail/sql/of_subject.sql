-- A page of what was done to a subject, newest first.
SELECT id, at, actor_kind, actor_id, action, subject_kind, subject_id, place, details::text AS details
FROM trail_entry
WHERE
    subject_kind = %(kind)s::text
    AND subject_id = %(id)s::uuid
    AND (at, id) < (%(before)s::timestamptz, %(before_id)s::uuid)
ORDER BY at DESC, id DESC
LIMIT %(most)s::int
