-- When the first order of a market was placed.
SELECT purchase.placed_at
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s
 ORDER BY purchase.market_id, purchase.placed_at
 LIMIT 1
