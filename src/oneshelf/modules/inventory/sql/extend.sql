-- Gives the holds of a checkout more time.
UPDATE inventory_reservation SET expires_at = %(expires)s
 WHERE owner_id = %(owner)s AND owner_kind = 'checkout' AND state = 'held' AND expires_at > %(at)s
