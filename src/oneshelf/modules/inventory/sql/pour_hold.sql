-- Adds what one owner holds to what another of its kind holds; no level changes.
UPDATE inventory_reservation SET owner_id = %(into)s
 WHERE owner_id = %(source)s AND owner_kind = %(kind)s AND state = 'held' AND expires_at > %(at)s
RETURNING 1
