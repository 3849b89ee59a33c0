-- The customers who placed some orders.
SELECT DISTINCT purchase.customer_id AS customer
  FROM orders_order AS purchase
 WHERE purchase.id = ANY (%(orders)s) AND purchase.customer_id IS NOT NULL
