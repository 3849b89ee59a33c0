-- Counts a change of an order that changes neither its money nor how far it is, unless goods are to be sent again.
UPDATE orders_order AS purchase
   SET version = purchase.version + 1, state = CASE WHEN %(sends)s THEN 'placed' ELSE purchase.state END
 WHERE purchase.id = %(order)s AND purchase.state IN ('placed', 'ready')
RETURNING purchase.market_id AS market, purchase.number, purchase.version
