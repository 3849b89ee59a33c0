-- Ends the unpaid checkouts of carts as they were, which have gone elsewhere, and forgets whom they were for.
UPDATE checkout_checkout AS checkout SET state = 'expired', contact = '', version = version + 1
 WHERE checkout.cart_id = ANY (%(carts)s) AND checkout.state = 'open' AND checkout.payment_id IS NULL
RETURNING checkout.id, checkout.cart_id AS cart, checkout.order_id AS "order", checkout.method <> '' AS holds
