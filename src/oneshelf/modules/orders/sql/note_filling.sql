-- Notes how far the orders of a market were looked at, unless that began anew meanwhile.
UPDATE orders_filling AS filling
   SET reached_at = %(reached_at)s, reached_id = %(reached_id)s, done = %(done)s
 WHERE filling.market_id = %(market)s AND (filling.reached_at, filling.reached_id) = (%(was_at)s, %(was_id)s)
