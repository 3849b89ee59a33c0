-- Notifies every listener of the channel, once a payload.
SELECT pg_notify(%(channel)s::text, payload)
FROM unnest(%(payloads)s::text[]) AS payload
