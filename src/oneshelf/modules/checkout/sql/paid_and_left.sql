-- Open checkouts that hold a payment and end by %(expires)s, that is: which nobody has touched for a while.
SELECT checkout.id
  FROM checkout_checkout AS checkout
 WHERE checkout.state = 'open' AND checkout.expires_at <= %(expires)s AND checkout.expires_at > %(at)s
   AND checkout.payment_id IS NOT NULL
 ORDER BY checkout.expires_at
 LIMIT %(limit)s
