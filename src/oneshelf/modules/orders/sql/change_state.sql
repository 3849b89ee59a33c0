-- Moves an order on to another state if the machine allows it from where it stands; gives its new version. One that
-- ends owes nothing any more.
WITH changed AS (
    UPDATE orders_order AS purchase SET state = %(wanted)s, version = purchase.version + 1
     WHERE purchase.id = %(order)s AND purchase.state = ANY (%(before)s)
    RETURNING purchase.id, purchase.market_id AS market, purchase.number, purchase.version
), ended AS (
    UPDATE orders_owing AS owing SET ended_at = %(at)s::timestamptz, buyer = ''
      FROM changed
     WHERE owing.order_id = changed.id AND owing.ended_at IS NULL AND %(wanted)s::text IN ('completed', 'cancelled')
)
SELECT changed.market, changed.number, changed.version FROM changed
