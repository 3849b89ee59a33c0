-- Takes units out of the lines of a consignment that hold more than these.
UPDATE fulfilment_line AS goods
SET quantity = goods.quantity - less.units
FROM unnest(%(lines)s::int[], %(units)s::bigint[]) AS less (line, units)
WHERE goods.consignment_id = %(consignment)s::uuid AND goods.line = less.line AND goods.quantity > less.units
