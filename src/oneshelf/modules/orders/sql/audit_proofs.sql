-- A page of how orders, and what changes added to them, were priced, with what each order charges for its lines and what
-- rules took off them. An order and a change of one never have the same id.
WITH sealing AS (
    (SELECT kept.order_id AS "order", kept.order_id AS id, kept.kernel, kept.proof, kept.sealed
       FROM orders_proof AS kept
      WHERE kept.order_id > %(after)s
      ORDER BY kept.order_id
      LIMIT %(most)s)
    UNION ALL
    (SELECT kept.order_id, kept.amendment_id, kept.kernel, kept.proof, kept.sealed
       FROM orders_amended_proof AS kept
      WHERE kept.amendment_id > %(after)s
      ORDER BY kept.amendment_id
      LIMIT %(most)s)
)
SELECT sealing."order", sealing.id, sealing.kernel, sealing.proof, sealing.sealed,
       coalesce((SELECT json_object_agg(line.line, line.amount)
                   FROM orders_line AS line WHERE line.order_id = sealing."order"), '{}')::text AS amounts,
       coalesce((SELECT json_object_agg(given.line, given.off)
                   FROM (SELECT taken.line, -sum(taken.amount)::bigint AS off
                           FROM orders_adjustment AS taken
                          WHERE taken.order_id = sealing."order" AND taken.rule_id IS NOT NULL
                          GROUP BY taken.line) AS given), '{}')::text AS off
  FROM sealing
 ORDER BY sealing.id
 LIMIT %(most)s
