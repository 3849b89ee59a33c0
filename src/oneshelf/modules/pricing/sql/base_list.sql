-- The list that a market's channels sell by.
SELECT id, currency FROM pricing_price_list
WHERE market_id = %(market)s AND code = 'base'
