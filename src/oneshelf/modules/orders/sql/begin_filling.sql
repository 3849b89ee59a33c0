-- Lets the orders of some markets be looked at from the newest on, unless that has begun.
INSERT INTO orders_filling (market_id, reached_at, reached_id)
SELECT market, %(reached_at)s, %(reached_id)s FROM unnest(%(markets)s::uuid[]) AS market
    ON CONFLICT (market_id) DO NOTHING
