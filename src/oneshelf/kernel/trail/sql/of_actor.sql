-- A page of what an actor did, newest first.
SELECT id, at, actor_kind, actor_id, action, subject_kind, subject_id, place, details::text AS details
FROM trail_entry
WHERE actor_id = %(id)s::uuid AND (at, id) < (%(before)s::timestamptz, %(before_id)s::uuid)
ORDER BY at DESC, id DESC
LIMIT %(most)s::int
