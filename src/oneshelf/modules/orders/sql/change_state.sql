-- Moves an order on to another state if the machine allows it from where it stands; gives its new version.
UPDATE orders_order AS purchase SET state = %(wanted)s, version = purchase.version + 1
 WHERE purchase.id = %(order)s AND purchase.state = ANY (%(before)s)
RETURNING purchase.market_id AS market, purchase.number, purchase.version
