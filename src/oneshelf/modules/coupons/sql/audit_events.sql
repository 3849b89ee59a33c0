-- walks the whole table: every change of a batch and of a coupon, and every use of one, has its event.
WITH known AS (
    SELECT batch.id, format('batch %%s', batch.id) AS subject, batch.version FROM coupons_batch AS batch
    UNION ALL
    SELECT use.id, format('use %%s', use.id), CASE WHEN use.state = 'confirmed' THEN 1 ELSE 2 END
      FROM coupons_use AS use WHERE use.state IN ('confirmed', 'returned')
    UNION ALL
    SELECT code.id, format('coupon %%s', code.id), 1 FROM coupons_code AS code WHERE code.revoked_at IS NOT NULL
)
SELECT 'every change of a coupon and its batch has its event' AS "check", known.subject,
       format('%%s events up to number %%s', count(event.id), coalesce(max(event.sequence), 0)) AS found,
       known.version::text AS expected
  FROM known
  LEFT JOIN outbox_event AS event ON event.aggregate = known.id AND event.type LIKE 'coupons.%%'
 GROUP BY known.id, known.subject, known.version
HAVING (count(event.id), coalesce(max(event.sequence), 0)) <> (known.version, known.version)
