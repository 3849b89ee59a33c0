-- How the places of a market have done since a day.
SELECT known.place_id AS place, sum(known.asked)::int AS asked, sum(known.rejected)::int AS rejected,
       sum(known.kept)::int AS kept, sum(known.broken)::int AS broken
  FROM sourcing_place_day AS known
 WHERE known.market_id = %(market)s AND known.day >= %(since)s
 GROUP BY known.place_id
