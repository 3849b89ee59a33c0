-- Writes which goods of an order came back because of one cause.
INSERT INTO orders_return (market_id, order_id, cause_id, line, units, place_id)
SELECT %(market)s::uuid, %(order)s::uuid, %(cause)s::uuid, back.line, back.units, %(place)s::uuid
  FROM unnest(%(lines)s::int[], %(units)s::bigint[]) AS back (line, units)
