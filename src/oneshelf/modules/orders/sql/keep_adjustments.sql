-- Keeps why lines of an order cost less than listed; of each, the coupons that it used come as text, by commas.
INSERT INTO orders_adjustment (market_id, order_id, line, kind, label, amount, rule_id, rule_version, coupons)
SELECT %(market)s::uuid, %(order)s::uuid, fresh.line, fresh.kind, fresh.label, fresh.amount, fresh.rule, fresh.version,
       string_to_array(nullif(fresh.coupons, ''), ',')::uuid[]
  FROM unnest(
           %(lines)s::int[], %(kinds)s::text[], %(labels)s::text[], %(amounts)s::bigint[], %(rules)s::uuid[],
           %(versions)s::int[], %(coupons)s::text[]
       ) AS fresh (line, kind, label, amount, rule, version, coupons)
