-- Fills the fences of one level (see functions/inventory_fill.sql).
SELECT inventory_fill(%(market)s, %(place)s, %(variant)s, %(at)s)
