-- How far, newest first, the orders of a market were looked at for those that search does not know yet.
SELECT filling.reached_at, filling.reached_id, filling.done
  FROM orders_filling AS filling
 WHERE filling.market_id = %(market)s
