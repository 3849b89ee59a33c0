-- How the price of an order was worked out.
SELECT sealing.sealed FROM orders_proof AS sealing WHERE sealing.order_id = %(order)s
