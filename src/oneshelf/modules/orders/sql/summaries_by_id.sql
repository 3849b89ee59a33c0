-- Some orders as a list shows them, newest first.
SELECT purchase.id, purchase.market_id AS market, purchase.number, purchase.channel_id AS channel,
       purchase.place_id AS place, purchase.customer_id AS customer, purchase.state, purchase.method, purchase.origin,
       purchase.currency, purchase.total, purchase.refunded,
       (SELECT count(*) FROM orders_line AS line WHERE line.order_id = purchase.id) AS line_count, purchase.placed_at
  FROM orders_order AS purchase
 WHERE purchase.id = ANY (%(orders)s)
 ORDER BY purchase.placed_at DESC, purchase.id DESC
