-- The buffer rules of a market that hold or will.
SELECT rule.id, rule.market_id AS market, rule.channel_id AS channel, rule.place_id AS place,
       nullif(rule.category_path, '') AS category, rule.product_id AS product, rule.variant_id AS variant,
       rule.units, rule.percent, rule.hard, lower(rule.valid) AS begins, upper(rule.valid) AS ends, rule.note,
       rule.version, rule.updated_by
  FROM inventory_rule AS rule
 WHERE rule.market_id = %(market)s AND (upper(rule.valid) IS NULL OR upper(rule.valid) > %(at)s)
 ORDER BY rule.id
