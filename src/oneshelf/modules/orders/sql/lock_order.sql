-- Lets one return of an order wait for the other.
SELECT purchase.version FROM orders_order AS purchase WHERE purchase.id = %(order)s FOR NO KEY UPDATE
