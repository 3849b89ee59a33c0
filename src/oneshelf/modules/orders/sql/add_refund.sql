-- Adds to what was given back of an order; the constraint refuses more than it cost. Gives the new sum and version.
UPDATE orders_order AS purchase SET refunded = purchase.refunded + %(amount)s, version = purchase.version + 1
 WHERE purchase.id = %(order)s AND purchase.refunded + %(amount)s <= purchase.total
RETURNING purchase.market_id AS market, purchase.number, purchase.currency, purchase.refunded, purchase.version
