-- Notes that an order is paid later than it is placed; one whose goods were taken at once has ended by then.
INSERT INTO orders_owing (order_id, market_id, terms, begun_at, ended_at)
SELECT purchase.id, purchase.market_id, %(terms)s::text, %(at)s::timestamptz,
       CASE WHEN purchase.state = 'completed' THEN %(at)s::timestamptz END
  FROM orders_order AS purchase
 WHERE purchase.id = %(order)s
