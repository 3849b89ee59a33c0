-- The variants of a market that many ask for at once.
SELECT hot.variant_id FROM inventory_hot_variant AS hot WHERE hot.market_id = %(market)s
