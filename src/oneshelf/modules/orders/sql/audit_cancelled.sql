-- walks the whole table: what an order need not be paid any more is what was cancelled of its lines, and delivery.
-- Halves round away from zero, as numeric rounding does; the changes of an order add up to the same.
WITH lines AS (
    SELECT line.order_id,
           sum(round(line.amount::numeric * line.cancelled / greatest(line.quantity, 1)))::bigint AS amount
      FROM orders_line AS line GROUP BY line.order_id
), changes AS (
    SELECT change.order_id, sum(change.cancelled)::bigint AS amount
      FROM orders_amendment AS change GROUP BY change.order_id
)
SELECT 'what an order cancels is what its lines and changes do' AS "check",
       format('order %%s', purchase.number) AS subject, purchase.cancelled::text AS found,
       format('%%s of lines, %%s of changes', coalesce(lines.amount, 0) + purchase.delivery_waived,
              coalesce(changes.amount, 0)) AS expected
  FROM orders_order AS purchase
  LEFT JOIN lines ON lines.order_id = purchase.id
  LEFT JOIN changes ON changes.order_id = purchase.id
 WHERE (purchase.cancelled, purchase.cancelled)
       <> (coalesce(lines.amount, 0) + purchase.delivery_waived, coalesce(changes.amount, 0))
