-- Open checkouts whose time is over.
SELECT checkout.id FROM checkout_checkout AS checkout
 WHERE checkout.state = 'open' AND checkout.expires_at <= %(at)s
 ORDER BY checkout.expires_at
 LIMIT %(limit)s
