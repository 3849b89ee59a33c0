-- How many letters are in a state.
SELECT count(*)
FROM outbox_letter
WHERE state = %(state)s::text
