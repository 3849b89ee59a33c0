-- Writes events in the order of the arrays, stamped with the transaction's id.
INSERT INTO outbox_event (type, aggregate, sequence, data, occurred_at)
SELECT type, aggregate, sequence, data, %(at)s::timestamptz
FROM unnest(%(types)s::text[], %(aggregates)s::uuid[], %(sequences)s::int[], %(data)s::text[])
    AS draft (type, aggregate, sequence, data)
