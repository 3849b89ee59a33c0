-- walks the whole table: an order from which a promotion took something has kept how it was priced.
SELECT 'a promotion is proved' AS "check", format('order %%s', given.order_id) AS subject,
       'no proof' AS found, 'a proof' AS expected
  FROM (SELECT DISTINCT adjustment.order_id
          FROM orders_adjustment AS adjustment WHERE adjustment.rule_id IS NOT NULL) AS given
  LEFT JOIN orders_proof AS sealing ON sealing.order_id = given.order_id
  LEFT JOIN orders_amended_proof AS amended ON amended.order_id = given.order_id
 WHERE sealing.order_id IS NULL AND amended.order_id IS NULL
