-- Gives back a part of what an owner has reserved (see functions/inventory_release_part.sql).
SELECT inventory_release_part(%(owner_kind)s, %(owner)s, %(line)s, %(variant)s, %(quantity)s, %(place)s::uuid)
