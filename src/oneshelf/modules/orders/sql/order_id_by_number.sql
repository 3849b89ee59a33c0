-- The id behind an order number.
SELECT purchase.id FROM orders_order AS purchase WHERE purchase.market_id = %(market)s AND purchase.number = %(number)s
