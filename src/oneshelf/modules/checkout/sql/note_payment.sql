-- Notes the payment with which a checkout will be completed.
UPDATE checkout_checkout SET payment_id = %(payment)s, version = version + 1
 WHERE id = %(checkout)s AND state = 'open' AND version = %(version)s
