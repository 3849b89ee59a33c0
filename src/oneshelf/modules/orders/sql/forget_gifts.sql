-- Deletes what was written to presents in the ended orders of some customers; presents they stay.
UPDATE orders_gift AS gift SET message = ''
  FROM orders_order AS purchase
 WHERE purchase.customer_id = ANY (%(customers)s) AND purchase.state = ANY (%(ended)s)
   AND gift.order_id = purchase.id AND gift.message <> ''
