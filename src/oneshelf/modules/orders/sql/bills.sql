-- What some orders cost that is still wanted, of that what their delivery costs, and whether they have ended.
SELECT purchase.id AS "order", purchase.method, purchase.state IN ('completed', 'cancelled') AS has_ended,
       purchase.total - purchase.cancelled AS due, purchase.delivery - purchase.delivery_waived AS delivery
  FROM orders_order AS purchase
 WHERE purchase.id = ANY (%(orders)s)
