-- Notes how the goods reach the shopper; a payment made for another choice counts no more.
UPDATE checkout_checkout
   SET method = %(method)s, place_id = %(place)s, contact = %(contact)s, quote = %(quote)s, payment_id = NULL,
       expires_at = %(expires)s, version = version + 1
 WHERE id = %(checkout)s AND state = 'open' AND version = %(version)s
