-- walks the whole table: the audit recomputes what every hour has taken from the claims on it.
WITH sums AS (
    SELECT place_id, slot, sum(taken)::bigint AS taken FROM sourcing_claim GROUP BY place_id, slot
)
SELECT 'taken capacity equals its claims' AS "check",
       format('place %%s at %%s', coalesce(capacity.place_id, sums.place_id), coalesce(capacity.slot, sums.slot))
           AS subject,
       coalesce(capacity.taken, 0)::text AS found, coalesce(sums.taken, 0)::text AS expected
  FROM sourcing_capacity AS capacity
  FULL JOIN sums ON (sums.place_id, sums.slot) = (capacity.place_id, capacity.slot)
 WHERE coalesce(capacity.taken, 0) <> coalesce(sums.taken, 0)
