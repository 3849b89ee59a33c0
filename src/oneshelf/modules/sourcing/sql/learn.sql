-- Sums the outcomes of the days since one: each day of each place anew, so that running twice is harmless.
INSERT INTO sourcing_place_day AS known (place_id, day, market_id, asked, rejected, kept, broken)
SELECT outcome.place_id, (outcome.noted_at AT TIME ZONE 'UTC')::date, outcome.market_id,
       coalesce(sum(outcome.lines) FILTER (WHERE outcome.outcome = 'asked'), 0)::int,
       coalesce(sum(outcome.lines) FILTER (WHERE outcome.outcome = 'rejected'), 0)::int,
       coalesce(sum(outcome.lines) FILTER (WHERE outcome.outcome = 'kept'), 0)::int,
       coalesce(sum(outcome.lines) FILTER (WHERE outcome.outcome = 'broken'), 0)::int
  FROM sourcing_outcome AS outcome
 WHERE outcome.noted_at >= %(since)s
 GROUP BY 1, 2, 3
    ON CONFLICT (place_id, day) DO UPDATE SET asked = excluded.asked, rejected = excluded.rejected,
       kept = excluded.kept, broken = excluded.broken
