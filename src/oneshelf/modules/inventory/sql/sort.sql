-- Says which units a cause has moved (see functions/inventory_sort.sql).
SELECT inventory_sort(%(market)s, %(cause_kind)s, %(cause)s, %(at)s)
