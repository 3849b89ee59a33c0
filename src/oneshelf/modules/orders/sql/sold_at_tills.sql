-- What tills sold in [since, until), the oldest first, for whoever looks for the receipts.
SELECT purchase.id AS order, purchase.till_id AS till, purchase.total, purchase.currency
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s
   AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
   AND purchase.till_id IS NOT NULL
   AND purchase.origin = 'live'
 ORDER BY purchase.placed_at, purchase.id
