-- Lets the orders of some markets be looked at from the newest on again: some came in without an event.
INSERT INTO orders_filling (market_id, reached_at, reached_id)
SELECT market, %(reached_at)s, %(reached_id)s FROM unnest(%(markets)s::uuid[]) AS market
    ON CONFLICT (market_id) DO UPDATE
       SET reached_at = excluded.reached_at, reached_id = excluded.reached_id, done = FALSE
