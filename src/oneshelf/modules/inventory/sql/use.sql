-- Lets allocated goods leave (see functions/inventory_use.sql).
SELECT inventory_use(%(order)s, %(lines)s, %(cause)s, %(at)s, %(customer_place)s)
