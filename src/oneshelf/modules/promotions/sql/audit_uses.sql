-- walks the whole table: the audit recomputes every count of a promotion from the uses that were taken of it.
WITH sums AS (
    SELECT taken.promotion_id, counted.scope, count(*) AS uses, sum(taken.off)::bigint AS off
      FROM promotions_use AS taken
     CROSS JOIN LATERAL (VALUES ('all'), (taken.day::text), (taken.customer_id::text)) AS counted (scope)
     WHERE counted.scope IS NOT NULL
     GROUP BY taken.promotion_id, counted.scope
)
SELECT 'the counts of a promotion are the uses that were taken of it' AS "check",
       format('promotion %%s, %%s', coalesce(counter.promotion_id, sums.promotion_id),
              coalesce(counter.scope, sums.scope)) AS subject,
       format('%%s uses, %%s', coalesce(counter.uses, 0), coalesce(counter.off, 0)) AS found,
       format('%%s uses, %%s', coalesce(sums.uses, 0), coalesce(sums.off, 0)) AS expected
  FROM promotions_counter AS counter
  FULL JOIN sums ON (sums.promotion_id, sums.scope) = (counter.promotion_id, counter.scope)
 WHERE (coalesce(counter.uses, 0), coalesce(counter.off, 0)) <> (coalesce(sums.uses, 0), coalesce(sums.off, 0))
