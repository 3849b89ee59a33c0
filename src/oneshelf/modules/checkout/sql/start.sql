-- Opens a checkout.
INSERT INTO checkout_checkout (id, market_id, channel_id, cart_id, customer_id, state, quote, order_id, expires_at)
VALUES (%(checkout)s, %(market)s, %(channel)s, %(cart)s, %(customer)s, 'open', %(quote)s, %(order)s, %(expires)s)
