-- walks the whole table: what a line counts as come back is the sum of its returns, and never more than was bought.
WITH sums AS (
    SELECT back.order_id, back.line, sum(back.units)::bigint AS units
      FROM orders_return AS back GROUP BY back.order_id, back.line
)
SELECT 'what came back of a line is the sum of its returns' AS "check",
       format(
           'line %%s of order %%s', coalesce(line.line, sums.line), coalesce(line.order_id, sums.order_id)
       ) AS subject,
       format('%%s of %%s', coalesce(line.returned, 0), coalesce(line.quantity, 0)) AS found,
       coalesce(sums.units, 0)::text AS expected
  FROM (SELECT order_id, line, quantity, returned FROM orders_line WHERE returned <> 0) AS line
  FULL JOIN sums ON sums.order_id = line.order_id AND sums.line = line.line
 WHERE coalesce(line.returned, 0) <> coalesce(sums.units, 0) OR coalesce(line.returned, 0) > coalesce(line.quantity, 0)
