-- Ends a checkout whose time is over, and forgets whom it was for.
UPDATE checkout_checkout SET state = 'expired', contact = '', gift = NULL, version = version + 1
 WHERE id = %(checkout)s AND state = 'open' AND expires_at <= %(at)s
