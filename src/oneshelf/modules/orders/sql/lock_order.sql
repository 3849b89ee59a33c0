-- Lets changes and returns of an order wait for each other.
SELECT purchase.version FROM orders_order AS purchase WHERE purchase.id = %(order)s FOR NO KEY UPDATE
