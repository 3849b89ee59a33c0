-- Writes deliveries that are due at once; one that has ended, and is not under way just now, is sent anew.
INSERT INTO webhooks_delivery AS delivery
    (endpoint_id, event, type, aggregate, sequence, body, state, next_at, created_at)
SELECT
    wanted.endpoint, wanted.event, wanted.type, wanted.aggregate, wanted.sequence, wanted.body, 'waiting',
    clock_timestamp(), clock_timestamp()
FROM unnest(
    %(endpoints)s::uuid[], %(events)s::uuid[], %(types)s::text[], %(aggregates)s::uuid[], %(sequences)s::int[],
    %(bodies)s::text[]
) AS wanted (endpoint, event, type, aggregate, sequence, body)
ON CONFLICT (endpoint_id, event) DO UPDATE
    SET state = 'waiting', tries = 0, next_at = clock_timestamp(), ended_at = NULL
    WHERE delivery.state <> 'waiting' AND (delivery.lease_until IS NULL OR delivery.lease_until < clock_timestamp())
