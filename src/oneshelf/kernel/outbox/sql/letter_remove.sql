-- Takes a letter away.
DELETE FROM outbox_letter
WHERE id = %(letter)s::uuid
