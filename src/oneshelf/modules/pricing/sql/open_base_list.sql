-- Open the list that a market's channels sell by, or do nothing when it is open.
INSERT INTO pricing_price_list (market_id, code, currency)
VALUES (%(market)s, 'base', %(currency)s)
ON CONFLICT ON CONSTRAINT price_list_is_one_a_market_and_code DO NOTHING
