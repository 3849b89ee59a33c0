-- Notes which of some orders were promised by an instant that has passed, and are not ready yet.
UPDATE orders_order AS purchase SET promise_kept = false, version = purchase.version + 1
 WHERE purchase.id = ANY (%(orders)s) AND purchase.promise_kept IS NULL AND purchase.state = 'placed'
   AND purchase.promised_by < %(at)s::timestamptz
RETURNING purchase.id AS "order", purchase.market_id AS market, purchase.number, purchase.place_id AS place,
          purchase.promised_by, purchase.version
