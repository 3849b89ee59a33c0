-- Carries allocated goods to another place (see functions/inventory_carry_units.sql).
SELECT inventory_carry_units(%(order)s, %(source)s, %(target)s, %(lines)s, %(units)s, %(cause)s, %(at)s)
