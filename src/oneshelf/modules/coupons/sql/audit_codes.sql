-- walks the whole table: a batch has the codes that it made, numbered without a gap.
SELECT 'a batch has the coupons that were made for it' AS "check", format('batch %%s', batch.id) AS subject,
       format('%%s codes up to number %%s', count(code.id), coalesce(max(code.serial), 0)) AS found,
       batch.made::text AS expected
  FROM coupons_batch AS batch
  LEFT JOIN coupons_code AS code ON code.batch_id = batch.id
 GROUP BY batch.id, batch.made
HAVING (count(code.id), coalesce(max(code.serial), 0)) <> (batch.made, batch.made)
