-- Reserves all lines or none (see functions/inventory_reserve.sql).
SELECT inventory_reserve(
    %(market)s, %(owner_kind)s, %(owner)s, %(expires)s, %(at)s, %(lines)s, %(places)s, %(variants)s, %(quantities)s)
