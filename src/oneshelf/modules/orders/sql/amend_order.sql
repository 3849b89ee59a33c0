-- Changes a placed order that is still at the version that was looked at; gives what is needed to announce it.
UPDATE orders_order AS purchase
   SET items = purchase.items + %(items)s, delivery = purchase.delivery + %(delivery)s,
       total = purchase.total + %(items)s + %(delivery)s, tax = purchase.tax + %(tax)s,
       cancelled = purchase.cancelled + %(cancelled)s, delivery_waived = purchase.delivery_waived + %(waived)s,
       place_id = coalesce(%(place)s::uuid, purchase.place_id),
       promised_by = coalesce(%(promised_by)s::timestamptz, purchase.promised_by),
       state = CASE WHEN %(sends)s THEN 'placed' ELSE purchase.state END,
       version = purchase.version + 1
 WHERE purchase.id = %(order)s AND purchase.version = %(version)s AND purchase.state IN ('placed', 'ready')
RETURNING purchase.market_id AS market, purchase.number, purchase.version
