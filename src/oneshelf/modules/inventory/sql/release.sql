-- Releases what an owner has reserved (see functions/inventory_release.sql).
SELECT inventory_release(%(owner_kind)s, %(owner)s, %(lines)s)
