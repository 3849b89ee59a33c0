-- Whom to reach about an order.
SELECT contact.name, contact.email, contact.phone, contact.street, contact.postal_code, contact.city, contact.region,
       contact.country
  FROM orders_contact AS contact
 WHERE contact.order_id = %(order)s
