-- Whom to reach about an order.
SELECT contact.name, contact.email, contact.phone, contact.street, contact.postal_code, contact.city, contact.region,
       contact.country, purchase.vat_id
  FROM orders_contact AS contact
  JOIN orders_order AS purchase ON purchase.id = contact.order_id
 WHERE contact.order_id = %(order)s
