-- The id behind an order number.
SELECT purchase.id FROM orders_order AS purchase WHERE purchase.number = %(number)s AND purchase.market_id = %(market)s
