-- Orders and their value by hour and channel in a window of time; cancelled ones do not count.
SELECT purchase.channel_id AS channel, date_trunc('hour', purchase.placed_at) AS hour, count(*) AS orders,
       (sum(purchase.total) - sum(purchase.refunded))::bigint AS amount
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
   AND purchase.state <> 'cancelled'
   AND (%(places)s::uuid[] IS NULL OR purchase.place_id = ANY (%(places)s))
 GROUP BY purchase.channel_id, date_trunc('hour', purchase.placed_at)
 ORDER BY hour, channel
