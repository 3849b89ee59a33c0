-- Notes by which service the shopper wanted an order sent.
UPDATE orders_order SET service = %(service)s WHERE id = %(order)s
