-- What the people are called whom some orders are for.
SELECT contact.order_id AS "order", contact.name
  FROM orders_contact AS contact
 WHERE contact.order_id = ANY (%(orders)s)
