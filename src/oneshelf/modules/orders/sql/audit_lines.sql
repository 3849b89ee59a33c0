-- walks the whole table: a line is quantity times unit price, rounded once, and its adjustments, and its tax where that
-- is added. Halves round away from zero, as numeric rounding does.
WITH extra AS (
    SELECT adjustment.order_id, adjustment.line, sum(adjustment.amount)::bigint AS amount
      FROM orders_adjustment AS adjustment GROUP BY adjustment.order_id, adjustment.line
)
SELECT 'a line is quantity times price' AS "check",
       format('line %%s of order %%s', line.line, line.order_id) AS subject,
       line.amount::text AS found,
       (round(line.quantity::numeric * line.unit_price / line.per) + coalesce(extra.amount, 0) + added.tax)::text
           AS expected
  FROM orders_line AS line
  JOIN orders_order AS purchase ON purchase.id = line.order_id
 CROSS JOIN LATERAL (SELECT CASE WHEN right(purchase.rounding, 1) = '+' THEN line.tax ELSE 0 END AS tax) AS added
  LEFT JOIN extra ON extra.order_id = line.order_id AND extra.line = line.line
 WHERE line.amount <> round(line.quantity::numeric * line.unit_price / line.per) + coalesce(extra.amount, 0) + added.tax
