-- How many orders of a span of time promotions are tried on.
SELECT count(*) AS orders
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s
   AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
   AND purchase.state <> 'cancelled'
   AND get_byte(uuid_send(purchase.id), 14) * 256 + get_byte(uuid_send(purchase.id), 15)
       < %(percent)s::integer * 65536 / 100
