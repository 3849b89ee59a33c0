-- walks the whole table: every change of a promotion and of a stacking group has its event, numbered up to its version.
WITH known AS (
    SELECT promotion.id, format('promotion %%s', promotion.code) AS subject, promotion.version
      FROM promotions_promotion AS promotion
    UNION ALL
    SELECT stacking.id, format('stacking group %%s', stacking.code), stacking.version FROM promotions_group AS stacking
)
SELECT 'every change of a promotion has its event' AS "check", known.subject,
       format('%%s events up to number %%s', count(event.id), coalesce(max(event.sequence), 0)) AS found,
       known.version::text AS expected
  FROM known
  LEFT JOIN outbox_event AS event ON event.aggregate = known.id AND event.type LIKE 'promotions.%%'
 GROUP BY known.id, known.subject, known.version
HAVING (count(event.id), coalesce(max(event.sequence), 0)) <> (known.version, known.version)
