-- Promises goods before they are there (see functions/inventory_promise_ahead.sql).
SELECT inventory_promise_ahead(
    %(market)s, %(owner_kind)s, %(owner)s, %(expires)s, %(at)s, %(lines)s, %(places)s, %(variants)s, %(quantities)s,
    %(pers)s, %(withheld)s, %(vouched)s)
