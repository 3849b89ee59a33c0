-- Gives the holds of an owner more time.
UPDATE inventory_reservation SET expires_at = %(expires)s
 WHERE owner_id = %(owner)s AND state = 'held' AND expires_at > %(at)s
