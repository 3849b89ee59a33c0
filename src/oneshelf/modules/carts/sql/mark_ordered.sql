-- Closes a cart that became an order; see the function.
SELECT carts_mark_ordered(%(cart)s)
