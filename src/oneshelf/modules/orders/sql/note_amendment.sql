-- Writes what a change of an order did to its money.
INSERT INTO orders_amendment
    (id, market_id, order_id, at, actor_kind, actor_id, reason, added, paid, cancelled, owed, version)
VALUES (%(id)s, %(market)s, %(order)s, %(at)s, %(actor_kind)s, %(actor)s, %(reason)s, %(added)s, %(paid)s,
        %(cancelled)s, %(owed)s, %(version)s)
