-- Counts all uses of a batch against its limits as they are now. Of a limit that is gone nothing stays, and who used more
-- than may be used now keeps that, and uses it no more.
WITH counted AS (
    SELECT counted.scope, counted.subject, counted.most, count(*)::int AS used
      FROM coupons_use AS use
      JOIN coupons_batch AS batch ON batch.id = use.batch_id
     CROSS JOIN LATERAL (
           VALUES ('code', use.code_id::text, batch.a_code), ('batch', '', batch.in_all),
                  ('customer', use.customer_id::text, batch.a_customer), ('day', use.day::text, batch.a_day)
           ) AS counted (scope, subject, most)
     WHERE use.batch_id = %(batch)s::uuid AND use.state IN ('reserved', 'confirmed')
       AND counted.most IS NOT NULL AND counted.subject IS NOT NULL
     GROUP BY counted.scope, counted.subject, counted.most
), gone AS (
    DELETE FROM coupons_tally AS tally
     WHERE tally.batch_id = %(batch)s::uuid
       AND NOT EXISTS (SELECT FROM counted WHERE counted.scope = tally.scope AND counted.subject = tally.subject)
)
INSERT INTO coupons_tally AS tally (batch_id, scope, subject, used, most)
SELECT %(batch)s::uuid, counted.scope, counted.subject, counted.used, greatest(counted.most, counted.used)
  FROM counted
 ORDER BY counted.scope, counted.subject
    ON CONFLICT (batch_id, scope, subject) DO UPDATE SET used = excluded.used, most = excluded.most
