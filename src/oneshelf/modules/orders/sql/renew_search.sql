-- Keeps what some orders can be found by. Each one's words stand in one text, one space apart.
INSERT INTO orders_search AS known (order_id, market_id, placed_at, total, document)
SELECT fresh.order_id, fresh.market_id, fresh.placed_at, fresh.total,
       array_to_tsvector(string_to_array(fresh.words, ' '))
  FROM unnest(%(orders)s::uuid[], %(markets)s::uuid[], %(placed)s::timestamptz[], %(totals)s::bigint[],
              %(words)s::text[]) AS fresh (order_id, market_id, placed_at, total, words)
    ON CONFLICT (order_id) DO UPDATE SET total = excluded.total, document = excluded.document
 WHERE (known.total, known.document) IS DISTINCT FROM (excluded.total, excluded.document)
