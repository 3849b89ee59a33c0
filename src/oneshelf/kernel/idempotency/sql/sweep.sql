-- Forgets a batch of expired answers, oldest first, past those that another transaction holds.
WITH expired AS (
    SELECT client, operation, key
    FROM idempotency_answer
    WHERE expires_at <= now()
    ORDER BY expires_at
    LIMIT %(most)s::int
    FOR UPDATE SKIP LOCKED
)
DELETE FROM idempotency_answer AS answer
USING expired
WHERE answer.client = expired.client AND answer.operation = expired.operation AND answer.key = expired.key
