-- walks the whole table: each change of a count has its event, and so has each correction and its decision.
WITH told AS (
    SELECT event.aggregate, count(*) AS changes
    FROM outbox_event AS event
    WHERE event.type LIKE 'counts.%%'
    GROUP BY event.aggregate
), known AS (
    SELECT id, version::bigint AS changes FROM counts_count
    UNION ALL
    SELECT id, CASE WHEN state <> 'proposed' AND decided_at > proposed_at THEN 2 ELSE 1 END FROM counts_adjustment
)
SELECT
    'every change of a count or correction has its event' AS "check", known.id::text AS subject,
    format('version %%s', known.changes) AS found, format('%%s events', coalesce(told.changes, 0)) AS expected
FROM known
LEFT JOIN told ON told.aggregate = known.id
WHERE known.changes <> coalesce(told.changes, 0)
