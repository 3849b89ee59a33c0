-- What became of the promises of orders that were to be sent and were placed in a window of time, the latest first.
SELECT purchase.id AS "order", purchase.promise_kept AS kept
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
   AND purchase.promised_by IS NOT NULL AND purchase.place_id = ANY (%(places)s::uuid[])
   AND purchase.method = 'ship'
   AND (purchase.promise_kept IS NOT NULL OR purchase.state NOT IN ('cancelled', 'refunded'))
 ORDER BY purchase.placed_at DESC, purchase.id DESC
 LIMIT %(most)s
