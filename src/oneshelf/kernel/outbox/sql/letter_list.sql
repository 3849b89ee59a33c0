-- A page of a subscription's letters, oldest first.
SELECT
    id, subscription, event, type, aggregate, sequence, data, occurred_at, state, tries, retry_at, error
FROM outbox_letter
WHERE subscription = %(subscription)s::text AND id > %(after)s::uuid
ORDER BY id
LIMIT %(most)s::int
