-- The list that a market's channels sell by.
SELECT id, code, currency FROM pricing_price_list
WHERE market_id = %(market)s AND code = 'base'
