-- Counts an attempt before its password is looked at, so that guesses side by side count; no row after too many.
INSERT INTO accounts_attempt AS known (key, made, since)
VALUES (%(key)s, 1, %(now)s)
ON CONFLICT (key) DO UPDATE SET
    made = CASE WHEN known.since <= %(expired)s THEN 1 ELSE known.made + 1 END,
    since = CASE WHEN known.since <= %(expired)s THEN excluded.since ELSE known.since END
WHERE known.made < %(most)s OR known.since <= %(expired)s
RETURNING made
