-- Says which of some spans of time hold an order of a market that was not cancelled, by their positions from 0.
SELECT (span.position - 1)::int AS position
  FROM unnest(%(since)s::timestamptz[], %(until)s::timestamptz[])
       WITH ORDINALITY AS span (since, until, position)
 CROSS JOIN LATERAL (
    SELECT
      FROM orders_order AS purchase
     WHERE purchase.market_id = %(market)s
       AND purchase.placed_at >= span.since AND purchase.placed_at < span.until
       AND purchase.state <> 'cancelled'
     LIMIT 1
 ) AS one
 ORDER BY span.position
