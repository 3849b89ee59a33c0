-- Keeps one try in the log.
INSERT INTO webhooks_attempt (delivery_id, at, took_ms, status, fault, answer)
VALUES (
    %(delivery)s::uuid, clock_timestamp(), %(took_ms)s::int, %(status)s::int, %(fault)s::text, %(answer)s::text
)
