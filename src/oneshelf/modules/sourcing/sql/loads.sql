-- How much of the hours from a moment on is taken at each place of a market, and which of them take no more.
SELECT capacity.place_id AS place, sum(capacity.taken)::int AS taken, sum(capacity.most)::int AS most,
       coalesce(array_agg(capacity.slot) FILTER (WHERE capacity.taken >= capacity.most), '{}') AS "full"
  FROM sourcing_capacity AS capacity
 WHERE capacity.market_id = %(market)s AND capacity.slot >= %(since)s
 GROUP BY capacity.place_id
