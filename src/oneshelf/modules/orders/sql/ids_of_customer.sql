-- The next orders of a customer, oldest first.
SELECT purchase.id, purchase.placed_at
  FROM orders_order AS purchase
 WHERE purchase.customer_id = %(customer)s AND (purchase.placed_at, purchase.id) > (%(after)s, %(after_id)s)
 ORDER BY purchase.placed_at, purchase.id
 LIMIT %(limit)s
