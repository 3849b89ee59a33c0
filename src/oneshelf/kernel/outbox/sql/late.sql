-- For each event given, the events of its aggregate with a lower sequence that stand after it in reading order.
-- OFFSET 0 keeps the look-up an index probe for each event, whatever the planner thinks of the array's length.
SELECT seen.id AS event, late.transaction::text::bigint AS transaction, late.id
FROM unnest(%(ids)s::uuid[], %(aggregates)s::uuid[], %(sequences)s::int[], %(transactions)s::xid8[])
    AS seen (id, aggregate, sequence, transaction)
CROSS JOIN LATERAL (
    SELECT e.transaction, e.id
    FROM outbox_event AS e
    WHERE
        e.aggregate = seen.aggregate
        AND e.sequence < seen.sequence
        AND (e.transaction, e.id) > (seen.transaction, seen.id)
        AND e.type LIKE ANY (%(patterns)s::text[])
    OFFSET 0
) AS late
