-- Which of these aggregates have an event held back.
SELECT DISTINCT aggregate
FROM outbox_letter
WHERE subscription = %(subscription)s::text AND aggregate = ANY (%(aggregates)s::uuid[])
