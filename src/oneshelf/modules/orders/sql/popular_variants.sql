-- What the latest orders of a market hold most often.
SELECT line.variant_id AS variant
  FROM orders_line AS line
 WHERE line.order_id = ANY (ARRAY(
           SELECT purchase.id
             FROM orders_order AS purchase
            WHERE purchase.market_id = %(market)s
            ORDER BY purchase.placed_at DESC
            LIMIT %(latest)s
       ))
 GROUP BY line.variant_id
 ORDER BY count(*) DESC, line.variant_id
 LIMIT %(most)s
