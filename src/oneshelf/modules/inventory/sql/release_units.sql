-- Releases so many units of an order's lines at a place (see functions/inventory_free_units.sql).
SELECT inventory_free_units(%(order)s, %(place)s, %(lines)s, %(units)s, %(ahead)s)
