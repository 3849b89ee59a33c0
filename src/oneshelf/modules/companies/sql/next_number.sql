-- Gives the next number of a market's documents. The row is locked until the document stands, so there is no gap.
INSERT INTO companies_series AS series (market_id, last) VALUES (%(market)s, 1)
    ON CONFLICT (market_id) DO UPDATE SET last = series.last + 1
RETURNING series.last
