-- A page of how what changes added to orders was priced, with what each order charges and what rules took off.
SELECT sealing.order_id AS "order", sealing.amendment_id AS id, sealing.kernel, sealing.proof, sealing.sealed,
       coalesce((SELECT json_object_agg(line.line, line.amount)
                   FROM orders_line AS line WHERE line.order_id = sealing.order_id), '{}')::text AS amounts,
       coalesce((SELECT json_object_agg(given.line, given.off)
                   FROM (SELECT taken.line, -sum(taken.amount)::bigint AS off
                           FROM orders_adjustment AS taken
                          WHERE taken.order_id = sealing.order_id AND taken.rule_id IS NOT NULL
                          GROUP BY taken.line) AS given), '{}')::text AS off
  FROM orders_amended_proof AS sealing
 WHERE sealing.amendment_id > %(after)s
 ORDER BY sealing.amendment_id
 LIMIT %(most)s
