-- Which variants of a market are sold ahead, now or later.
SELECT DISTINCT rule.variant_id FROM inventory_ahead AS rule
 WHERE rule.market_id = %(market)s AND coalesce(upper(rule.valid), 'infinity') > %(at)s
