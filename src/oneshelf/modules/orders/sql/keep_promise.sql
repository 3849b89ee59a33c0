-- Notes whether the goods of an order came in time, if that was promised and nobody has noted it before.
UPDATE orders_order AS purchase SET promise_kept = %(at)s::timestamptz <= purchase.promised_by
 WHERE purchase.id = %(order)s AND purchase.promise_kept IS NULL AND purchase.promised_by IS NOT NULL
RETURNING purchase.promise_kept AS kept
