-- The tries of a delivery, the latest first.
SELECT at, took_ms, status, fault, answer
FROM webhooks_attempt
WHERE delivery_id = %(delivery)s::uuid
ORDER BY id DESC
LIMIT %(most)s::int
