-- Makes good what was promised ahead (see functions/inventory_keep_units.sql).
SELECT inventory_keep_units(%(order)s, %(place)s, %(lines)s, %(units)s, %(at)s)
