-- Keeps how the price of what a change added to an order was worked out.
INSERT INTO orders_amended_proof (amendment_id, order_id, market_id, kernel, proof, sealed)
VALUES (%(amendment)s, %(order)s, %(market)s, %(kernel)s, %(proof)s, %(sealed)s)
