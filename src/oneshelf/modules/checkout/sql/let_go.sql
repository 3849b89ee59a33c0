-- Ends a checkout that nobody goes on with, and forgets whom it was for.
UPDATE checkout_checkout SET state = 'expired', contact = '', gift = NULL, expires_at = least(expires_at, %(at)s),
       version = version + 1
 WHERE id = %(checkout)s AND state = 'open'
