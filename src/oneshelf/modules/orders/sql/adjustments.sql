-- Why lines of an order cost more or less than their unit price says.
SELECT adjustment.line, adjustment.kind, adjustment.label, adjustment.amount, adjustment.rule_id AS rule,
       adjustment.rule_version AS version, coalesce(adjustment.coupons, '{}') AS coupons
  FROM orders_adjustment AS adjustment
 WHERE adjustment.order_id = %(order)s
 ORDER BY adjustment.line, adjustment.id
