-- Notes that an order is paid later, in the lowest turn that its buyer has free; nothing when none is, or when another
-- order takes it at this moment: the index on turns says so.
INSERT INTO orders_owing (order_id, market_id, terms, begun_at, buyer, turn)
SELECT %(order)s::uuid, %(market)s::uuid, %(terms)s::text, %(at)s::timestamptz, %(buyer)s::text, free.turn
  FROM generate_series(1, %(turns)s::int) AS free (turn)
 WHERE NOT EXISTS (
           SELECT FROM orders_owing AS other
            WHERE other.market_id = %(market)s::uuid AND other.buyer = %(buyer)s::text AND other.turn = free.turn
              AND other.ended_at IS NULL
       )
 ORDER BY free.turn
 LIMIT 1
    ON CONFLICT DO NOTHING
