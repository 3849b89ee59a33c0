-- Counts units of lines that nobody wants any more; the constraint refuses more than there are.
UPDATE orders_line AS line SET cancelled = line.cancelled + less.units
  FROM unnest(%(lines)s::int[], %(units)s::bigint[]) AS less (line, units)
 WHERE line.order_id = %(order)s AND line.line = less.line
