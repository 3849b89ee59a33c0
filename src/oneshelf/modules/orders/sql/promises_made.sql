-- What became of the promises of orders placed in a window of time, by week (of the calendar of a zone), place and way.
-- One whose order was given up before it was due is neither kept, broken nor open.
SELECT date_trunc('week', purchase.placed_at AT TIME ZONE %(zone)s)::date AS week, purchase.place_id AS place,
       purchase.method, count(*) FILTER (WHERE purchase.promise_kept) AS kept,
       count(*) FILTER (WHERE NOT purchase.promise_kept) AS broken,
       count(*) FILTER (WHERE purchase.promise_kept IS NULL) AS open
  FROM orders_order AS purchase
 WHERE purchase.market_id = %(market)s AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
   AND purchase.promised_by IS NOT NULL AND purchase.place_id = ANY (%(places)s::uuid[])
   AND purchase.method = ANY (%(methods)s::text[])
   AND (purchase.promise_kept IS NOT NULL OR purchase.state NOT IN ('cancelled', 'refunded'))
 GROUP BY 1, 2, 3
 ORDER BY 1, 2, 3
