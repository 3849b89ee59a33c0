-- Notes that an order is paid later than it is placed.
INSERT INTO orders_owing (order_id, market_id, terms, begun_at)
VALUES (%(order)s, %(market)s, %(terms)s, %(at)s)
