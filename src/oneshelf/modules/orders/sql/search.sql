-- The orders of a market that answer to `words`, newest first, one page. The index gives no order, so it is asked for
-- one span of time after the other (words of weeks and years, latest first) until the page is full.
SELECT found.order_id
  FROM unnest(%(spans)s::text[], %(belows)s::timestamptz[], %(below_ids)s::uuid[])
           AS backwards (span, below, below_id)
 CROSS JOIN LATERAL (
        SELECT known.order_id
          FROM orders_search AS known
         WHERE known.document @@ concat_ws(' & ', nullif(%(words)s, ''), '''' || backwards.span || '''')::tsquery
           AND known.market_id = %(market)s
           AND (known.placed_at, known.order_id) < (backwards.below, backwards.below_id)
           AND known.placed_at >= %(since)s
           AND known.total BETWEEN %(least)s AND %(most)s
         ORDER BY known.placed_at DESC, known.order_id DESC
         LIMIT %(limit)s
       ) AS found
 LIMIT %(limit)s
