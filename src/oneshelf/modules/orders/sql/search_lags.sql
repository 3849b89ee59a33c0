-- Whether search does not know yet the order of a market that was the newest one some time ago.
SELECT NOT EXISTS (SELECT 1 FROM orders_search AS known WHERE known.order_id = newest.id) AS lags
  FROM (
        SELECT purchase.id
          FROM orders_order AS purchase
         WHERE purchase.market_id = %(market)s AND purchase.placed_at < %(at)s
         ORDER BY purchase.placed_at DESC
         LIMIT 1
       ) AS newest
