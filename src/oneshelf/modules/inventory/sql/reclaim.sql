-- Releases the expired holds of one key (see functions/inventory_reclaim.sql).
SELECT inventory_reclaim(%(market)s, %(place)s, %(variant)s, %(at)s)
