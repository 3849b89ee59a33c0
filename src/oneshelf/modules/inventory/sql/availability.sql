-- What a channel may be promised of some variants at some places, one row a place: positions among the variants asked
-- for, and units. Of what nobody was promised (and what is expected in time) a buffer stays back, units and hundredths
-- of a percent of what is on hand, where a place has its own it stands in a table of places by variants; to the rest
-- comes what is fenced for the channel. A fence whose time is over counts as lifted. Keys without a level are left out.
-- Beside the units stands how far each level may be trusted (0 to 100) where that is in doubt; NULL where none is.
WITH fences AS (
    SELECT fence.variant_id, fence.place_id,
           sum(CASE WHEN upper(fence.valid) <= %(at)s THEN fence.remaining ELSE 0 END)::bigint AS lifted,
           sum(CASE WHEN upper(fence.valid) <= %(at)s THEN 0 ELSE fence.remaining END)::bigint AS own
      FROM inventory_fence AS fence
     WHERE fence.market_id = %(market)s AND fence.variant_id = ANY (%(variants)s) AND fence.lifted_at IS NULL
       AND fence.remaining > 0 AND (fence.channel_id = %(channel)s OR upper(fence.valid) <= %(at)s)
     GROUP BY fence.variant_id, fence.place_id
), coming AS (
    SELECT incoming.variant_id, incoming.place_id, sum(incoming.quantity)::bigint AS units
      FROM inventory_incoming AS incoming
     WHERE incoming.market_id = %(market)s AND incoming.variant_id = ANY (%(variants)s)
       AND incoming.expected_on <= %(by)s
     GROUP BY incoming.variant_id, incoming.place_id
), doubted AS (
    SELECT known.variant_id, known.place_id, known.score
      FROM inventory_confidence AS known
     WHERE known.market_id = %(market)s AND known.variant_id = ANY (%(variants)s) AND known.score < 80
), asked AS (
    SELECT each.variant, each.units, each.percent, each.position::int
      FROM unnest(%(variants)s::uuid[], %(units)s::bigint[], %(percents)s::bigint[])
           WITH ORDINALITY AS each (variant, units, percent, position)
), special AS (
    SELECT each.place, ((each.row - 1) * cardinality(%(variants)s::uuid[]))::int AS start
      FROM unnest(%(special_places)s::uuid[]) WITH ORDINALITY AS each (place, row)
)
SELECT level.place_id AS place, array_agg(asked.position) AS positions,
       array_agg(
           greatest(0, level.on_hand - level.reserved - level.fenced
                       + coalesce(fences.lifted, 0) + coalesce(coming.units, 0)
                       - coalesce((SELECT %(special_units)s::bigint[])[special.start + asked.position], asked.units)
                       - (level.on_hand
                          * coalesce((SELECT %(special_percents)s::bigint[])[special.start + asked.position],
                                     asked.percent) + 9999) / 10000)
           + coalesce(fences.own, 0)) AS units,
       CASE WHEN count(doubted.score) > 0 THEN array_agg(doubted.score::int) END AS trust
  FROM asked
  JOIN inventory_level AS level
    ON level.market_id = %(market)s AND level.variant_id = asked.variant AND level.place_id = ANY (%(places)s)
  LEFT JOIN fences ON fences.variant_id = level.variant_id AND fences.place_id = level.place_id
  LEFT JOIN coming ON coming.variant_id = level.variant_id AND coming.place_id = level.place_id
  LEFT JOIN doubted ON doubted.variant_id = level.variant_id AND doubted.place_id = level.place_id
  LEFT JOIN special ON special.place = level.place_id
 GROUP BY level.place_id
