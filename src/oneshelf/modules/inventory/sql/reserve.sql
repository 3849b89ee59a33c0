-- Reserves all lines or none (see functions/inventory_promise.sql).
SELECT inventory_promise(
    %(market)s, %(owner_kind)s, %(owner)s, %(channel)s, %(expires)s, %(at)s, %(lines)s, %(places)s, %(variants)s,
    %(quantities)s, %(pers)s, %(withheld)s)
