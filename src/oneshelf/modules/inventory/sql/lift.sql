-- Lifts the expired fences of one level (see functions/inventory_lift.sql).
SELECT inventory_lift(%(market)s, %(place)s, %(variant)s, %(at)s)
