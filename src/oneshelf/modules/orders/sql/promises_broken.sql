-- Orders placed in a window of time whose promise was broken, the latest first.
SELECT purchase.id AS "order", purchase.number, purchase.place_id AS place, purchase.method, purchase.placed_at,
       purchase.promised_by
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
   AND purchase.promised_by IS NOT NULL AND purchase.place_id = ANY (%(places)s::uuid[])
   AND purchase.method = ANY (%(methods)s::text[]) AND NOT purchase.promise_kept
   AND (%(orders)s::uuid[] IS NULL OR purchase.id = ANY (%(orders)s))
 ORDER BY purchase.placed_at DESC, purchase.id DESC
 LIMIT %(most)s
