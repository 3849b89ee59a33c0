-- A page of how orders were priced, with what each charges for its lines and what rules took off them.
SELECT sealing.order_id AS "order", sealing.order_id AS id, sealing.kernel, sealing.proof, sealing.sealed,
       coalesce((SELECT json_object_agg(line.line, line.amount)
                   FROM orders_line AS line WHERE line.order_id = sealing.order_id), '{}')::text AS amounts,
       coalesce((SELECT json_object_agg(given.line, given.off)
                   FROM (SELECT taken.line, -sum(taken.amount)::bigint AS off
                           FROM orders_adjustment AS taken
                          WHERE taken.order_id = sealing.order_id AND taken.rule_id IS NOT NULL
                          GROUP BY taken.line) AS given), '{}')::text AS off
  FROM orders_proof AS sealing
 WHERE sealing.order_id > %(after)s
 ORDER BY sealing.order_id
 LIMIT %(most)s
