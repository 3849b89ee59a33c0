-- Finds codes by their fingerprints or their ids, with all that decides whether they work for a customer on a day.
SELECT code.digest, code.id AS coupon, batch.id AS batch, batch.market_id AS market, batch.promotion_id AS promotion,
       code.tail, code.customer_id AS customer, code.revoked_at IS NOT NULL AS revoked, batch.state, batch.begins_at,
       least(batch.ends_at, code.ends_at) AS ends_at, batch.a_code, batch.in_all, batch.a_customer, batch.a_day,
       batch.a_basket,
       coalesce(tally.a_code, 0) AS used_a_code, coalesce(tally.in_all, 0) AS used_in_all,
       coalesce(tally.a_customer, 0) AS used_a_customer, coalesce(tally.a_day, 0) AS used_a_day,
       held.id IS NOT NULL AS held
  FROM coupons_code AS code
  JOIN coupons_batch AS batch ON batch.id = code.batch_id
  LEFT JOIN coupons_use AS held
    ON held.owner_id = %(owner)s::uuid AND held.code_id = code.id AND held.state = 'reserved'
 CROSS JOIN LATERAL (
       SELECT max(tally.used) FILTER (WHERE tally.scope = 'code') AS a_code,
              max(tally.used) FILTER (WHERE tally.scope = 'batch') AS in_all,
              max(tally.used) FILTER (WHERE tally.scope = 'customer') AS a_customer,
              max(tally.used) FILTER (WHERE tally.scope = 'day') AS a_day
         FROM (VALUES ('code', code.id::text), ('batch', ''), ('customer', %(customer)s::uuid::text),
                      ('day', %(day)s::date::text)) AS asked (scope, subject)
         JOIN coupons_tally AS tally
           ON tally.batch_id = batch.id AND tally.scope = asked.scope AND tally.subject = asked.subject
       ) AS tally
 WHERE code.digest = ANY(%(digests)s::bytea[]) OR code.id = ANY(%(coupons)s::uuid[])
