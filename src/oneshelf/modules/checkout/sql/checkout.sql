-- One checkout.
SELECT checkout.id, checkout.market_id AS market, checkout.channel_id AS channel, checkout.cart_id AS cart,
       checkout.customer_id AS customer, checkout.state, checkout.version, checkout.quote, checkout.method,
       checkout.place_id AS place, checkout.parcels, checkout.promised_by, checkout.contact,
       checkout.payment_id AS payment, checkout.order_id AS "order", checkout.expires_at,
       checkout.gift, checkout.staff_id AS staff
  FROM checkout_checkout AS checkout
 WHERE checkout.id = %(checkout)s
