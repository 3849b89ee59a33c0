-- Writes deliveries that are due at once; an event that goes to an endpoint already is left alone.
INSERT INTO webhooks_delivery (endpoint_id, event, type, aggregate, sequence, body, state, next_at, created_at)
SELECT endpoint, event, type, aggregate, sequence, body, 'waiting', clock_timestamp(), clock_timestamp()
FROM unnest(
    %(endpoints)s::uuid[], %(events)s::uuid[], %(types)s::text[], %(aggregates)s::uuid[], %(sequences)s::int[],
    %(bodies)s::text[]
) AS wanted (endpoint, event, type, aggregate, sequence, body)
ON CONFLICT (endpoint_id, event) DO NOTHING
