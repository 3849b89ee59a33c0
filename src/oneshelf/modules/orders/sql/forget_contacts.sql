-- Deletes whom to reach about the ended orders of some customers.
DELETE FROM orders_contact AS contact
 USING orders_order AS purchase
 WHERE purchase.customer_id = ANY (%(customers)s) AND purchase.state = ANY (%(ended)s)
   AND contact.order_id = purchase.id
RETURNING contact.order_id
