-- Counts a try before the PIN is looked at, so that guesses side by side count; no row when the member is locked out.
INSERT INTO staff_pintry AS known (till_id, member_id, wrong, last_at)
VALUES (%(till)s, %(member)s, 1, %(now)s)
ON CONFLICT (till_id, member_id) DO UPDATE SET
    wrong = CASE WHEN known.last_at <= %(expired)s THEN 1 ELSE known.wrong + 1 END,
    last_at = excluded.last_at
WHERE known.wrong < %(most)s OR known.last_at <= %(expired)s
RETURNING wrong
