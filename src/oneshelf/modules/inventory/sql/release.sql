-- Releases what an owner has reserved (see functions/inventory_free.sql).
SELECT inventory_free(%(owner_kind)s, %(owner)s, %(place)s, %(lines)s)
