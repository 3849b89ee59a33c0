-- walks the whole table: units that orders still waiting for their goods ask for, by order.
SELECT purchase.id AS "order", purchase.number, sum(line.quantity)::bigint AS quantity
  FROM orders_order AS purchase
  JOIN orders_line AS line ON line.order_id = purchase.id
 WHERE purchase.origin = 'live' AND purchase.state IN ('placed', 'ready')
 GROUP BY purchase.id, purchase.number
