-- Which of these aggregates have an event held back. Their first letters stay until this transaction ends: were one
-- discarded meanwhile, an event parked behind it would wait for ever.
SELECT first.aggregate
FROM unnest(%(aggregates)s::uuid[]) AS wanted (aggregate)
CROSS JOIN LATERAL (
    SELECT l.aggregate
    FROM outbox_letter AS l
    WHERE l.subscription = %(subscription)s::text AND l.aggregate = wanted.aggregate
    ORDER BY l.sequence, l.transaction, l.event
    LIMIT 1
    FOR KEY SHARE
) AS first
