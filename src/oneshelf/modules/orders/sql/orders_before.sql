-- The next orders of a market, newest first.
SELECT purchase.id, purchase.placed_at
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s AND (purchase.placed_at, purchase.id) < (%(before)s, %(before_id)s)
 ORDER BY purchase.placed_at DESC, purchase.id DESC
 LIMIT %(limit)s
