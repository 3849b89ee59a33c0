-- Makes an order a present.
INSERT INTO orders_gift (order_id, market_id, message) VALUES (%(order)s, %(market)s, %(message)s)
    ON CONFLICT (order_id) DO NOTHING
