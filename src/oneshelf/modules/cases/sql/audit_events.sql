-- walks the whole table: each change of a case has its event.
WITH told AS (
    SELECT event.aggregate, count(*) AS changes, max(event.sequence) AS latest_number
      FROM outbox_event AS event WHERE event.type LIKE 'cases.%%' GROUP BY event.aggregate
)
SELECT 'every change of a case has its event' AS "check", format('case %%s', trouble.id) AS subject,
       format('version %%s', trouble.version) AS found, format('%%s events', coalesce(told.changes, 0)) AS expected
  FROM cases_case AS trouble
  LEFT JOIN told ON told.aggregate = trouble.id
 WHERE (trouble.version, trouble.version) <> (coalesce(told.changes, 0), coalesce(told.latest_number, 0))
