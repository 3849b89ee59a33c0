-- The order book of a market, newest first, one page.
SELECT purchase.id, purchase.market_id AS market, purchase.number, purchase.channel_id AS channel,
       purchase.place_id AS place, purchase.customer_id AS customer, purchase.state, purchase.method, purchase.origin,
       purchase.currency, purchase.total, purchase.refunded,
       (SELECT count(*) FROM orders_line AS line WHERE line.order_id = purchase.id) AS line_count, purchase.placed_at
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s AND (purchase.placed_at, purchase.id) < (%(before)s, %(before_id)s)
   AND (%(since)s::timestamptz IS NULL OR purchase.placed_at >= %(since)s)
   AND (%(channels)s::uuid[] IS NULL OR purchase.channel_id = ANY (%(channels)s))
   AND (%(states)s::text[] IS NULL OR purchase.state = ANY (%(states)s))
   AND (%(places)s::uuid[] IS NULL OR purchase.place_id = ANY (%(places)s))
 ORDER BY purchase.placed_at DESC, purchase.id DESC
 LIMIT %(limit)s
