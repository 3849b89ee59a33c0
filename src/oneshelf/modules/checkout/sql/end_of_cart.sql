-- Ends the unpaid checkouts of a cart as it was, which has gone into other hands, and forgets whom they were for.
UPDATE checkout_checkout AS checkout SET state = 'expired', contact = '', version = version + 1
 WHERE checkout.cart_id = %(cart)s AND checkout.state = 'open' AND checkout.payment_id IS NULL
RETURNING checkout.id, checkout.order_id AS "order", checkout.method <> '' AS holds
