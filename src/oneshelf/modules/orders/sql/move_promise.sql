-- Moves by when an order under way is promised, unless it is known already whether that was kept.
UPDATE orders_order AS purchase
   SET promised_by = purchase.promised_by + %(later)s::interval, version = purchase.version + 1
 WHERE purchase.id = %(order)s AND purchase.promise_kept IS NULL AND purchase.promised_by IS NOT NULL
   AND purchase.state IN ('placed', 'ready')
RETURNING purchase.market_id AS market, purchase.number, purchase.promised_by, purchase.version
