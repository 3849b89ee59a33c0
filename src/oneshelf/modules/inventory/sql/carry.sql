-- Carries allocated goods to another place (see functions/inventory_carry.sql).
SELECT inventory_carry(%(order)s, %(source)s, %(target)s, %(lines)s, %(cause)s, %(at)s)
