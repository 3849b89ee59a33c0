-- walks the whole table: the tax of an order is that of its lines, and what is over is that of its delivery.
WITH sums AS (
    SELECT line.order_id, sum(line.tax)::bigint AS tax FROM orders_line AS line GROUP BY line.order_id
)
SELECT 'the tax of an order is that of its lines and delivery' AS "check",
       format('order %%s', purchase.number) AS subject, purchase.tax::text AS found,
       format('%%s of lines, at most %%s of delivery', coalesce(sums.tax, 0), purchase.delivery) AS expected
  FROM orders_order AS purchase
  LEFT JOIN sums ON sums.order_id = purchase.id
 WHERE purchase.tax NOT BETWEEN coalesce(sums.tax, 0) AND coalesce(sums.tax, 0) + purchase.delivery
