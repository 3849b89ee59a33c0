-- Makes good what was promised ahead (see functions/inventory_make_good.sql).
SELECT inventory_make_good(%(order)s, %(place)s, %(lines)s, %(at)s)
