-- Notes by when all of an order is promised.
UPDATE orders_order SET promised_by = %(promised_by)s WHERE id = %(order)s
