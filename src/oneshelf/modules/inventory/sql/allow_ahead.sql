-- Lets a level be promised beyond what is on hand (see functions/inventory_allow_ahead.sql).
SELECT inventory_allow_ahead(%(market)s, %(place)s, %(variant)s, %(at)s)
