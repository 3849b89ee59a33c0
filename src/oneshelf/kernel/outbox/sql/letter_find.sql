-- One letter, locked.
SELECT
    id, subscription, event, type, aggregate, sequence, data, occurred_at, state, tries, retry_at, error
FROM outbox_letter
WHERE id = %(letter)s::uuid
FOR UPDATE
