-- Forgets a batch of deliveries that ended before an instant, with their tries.
WITH old AS (
    SELECT d.id
    FROM webhooks_delivery AS d
    WHERE d.ended_at < %(before)s::timestamptz
    ORDER BY d.ended_at
    LIMIT %(most)s::int
), tries AS (
    DELETE FROM webhooks_attempt AS a
    USING old
    WHERE a.delivery_id = old.id
)
DELETE FROM webhooks_delivery AS d
USING old
WHERE d.id = old.id
