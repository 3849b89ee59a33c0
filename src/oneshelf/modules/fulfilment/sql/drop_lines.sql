-- Takes the lines out of a consignment of which all units go.
DELETE FROM fulfilment_line AS goods
USING unnest(%(lines)s::int[], %(units)s::bigint[]) AS less (line, units)
WHERE goods.consignment_id = %(consignment)s::uuid AND goods.line = less.line AND goods.quantity = less.units
