-- Keeps how the price of an order was worked out.
INSERT INTO orders_proof (order_id, market_id, kernel, proof, sealed)
VALUES (%(order)s, %(market)s, %(kernel)s, %(proof)s, %(sealed)s)
