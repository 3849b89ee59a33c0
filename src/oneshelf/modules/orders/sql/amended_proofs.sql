-- How the prices of what changes added to an order were worked out, in the order of the changes.
SELECT sealing.sealed FROM orders_amended_proof AS sealing
 WHERE sealing.order_id = %(order)s ORDER BY sealing.amendment_id
