-- walks the whole table: what counts against each limit is what is held and used under it.
WITH counted AS (
    SELECT use.batch_id, counted.scope, counted.subject, counted.most, count(*)::int AS used
      FROM coupons_use AS use
      JOIN coupons_batch AS batch ON batch.id = use.batch_id
     CROSS JOIN LATERAL (
           VALUES ('code', use.code_id::text, batch.a_code), ('batch', '', batch.in_all),
                  ('customer', use.customer_id::text, batch.a_customer), ('day', use.day::text, batch.a_day)
           ) AS counted (scope, subject, most)
     WHERE use.state IN ('reserved', 'confirmed') AND counted.most IS NOT NULL AND counted.subject IS NOT NULL
     GROUP BY use.batch_id, counted.scope, counted.subject, counted.most
)
SELECT 'uses of coupons are counted against their limits' AS "check",
       format('batch %%s, %%s %%s', coalesce(tally.batch_id, counted.batch_id), coalesce(tally.scope, counted.scope),
              coalesce(tally.subject, counted.subject)) AS subject,
       format('%%s of %%s', coalesce(tally.used, 0), coalesce(tally.most, counted.most)) AS found,
       format('%%s of %%s', coalesce(counted.used, 0), coalesce(greatest(counted.most, counted.used), tally.most)) AS expected
  FROM coupons_tally AS tally
  FULL JOIN counted
    ON counted.batch_id = tally.batch_id AND counted.scope = tally.scope AND counted.subject = tally.subject
 WHERE coalesce(tally.used, 0) <> coalesce(counted.used, 0) OR tally.most <> greatest(counted.most, counted.used)
