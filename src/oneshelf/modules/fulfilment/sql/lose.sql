-- Writes how many picked units of lines were lost on the way.
UPDATE fulfilment_line AS goods
SET picked = goods.picked - lost.units, short = goods.short + lost.units
FROM unnest(%(lines)s::int[], %(units)s::bigint[]) AS lost (line, units)
WHERE goods.consignment_id = %(consignment)s::uuid AND goods.line = lost.line
