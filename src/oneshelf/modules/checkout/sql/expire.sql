-- Ends a checkout whose time is over.
UPDATE checkout_checkout SET state = 'expired', version = version + 1
 WHERE id = %(checkout)s AND state = 'open' AND expires_at <= %(at)s
