-- walks the whole table: the audit adds every order up again from its lines and adjustments of the whole order.
WITH sums AS (
    SELECT line.order_id, sum(line.amount)::bigint AS amount, sum(line.tax)::bigint AS tax
      FROM orders_line AS line GROUP BY line.order_id
)
SELECT 'an order is the sum of its lines' AS "check", format('order %%s', purchase.number) AS subject,
       purchase.items::text AS found, coalesce(sums.amount, 0)::text AS expected
  FROM orders_order AS purchase
  LEFT JOIN sums ON sums.order_id = purchase.id
 WHERE purchase.items <> coalesce(sums.amount, 0)
