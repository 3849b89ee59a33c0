-- What a channel may be promised of some variants at some places, one row a place: positions among the variants asked
-- for, and units. Of what nobody was promised (and what is expected in time) a buffer stays back; to the rest comes what
-- is fenced for the channel. A fence whose time is over counts as lifted. Keys without a level are left out.
WITH own AS MATERIALIZED (
    SELECT fence.variant_id, fence.place_id, fence.remaining,
           CASE WHEN upper(fence.valid) > %(at)s THEN fence.remaining ELSE 0 END AS drawable
      FROM inventory_fence AS fence
     WHERE fence.market_id = %(market)s AND fence.variant_id = ANY (%(variants)s) AND fence.lifted_at IS NULL
       AND fence.remaining > 0 AND (fence.channel_id = %(channel)s OR upper(fence.valid) <= %(at)s)
), fences AS (
    SELECT own.variant_id, own.place_id, sum(own.remaining)::bigint AS units, sum(own.drawable)::bigint AS drawable
      FROM own GROUP BY own.variant_id, own.place_id
), coming AS (
    SELECT incoming.variant_id, incoming.place_id, sum(incoming.quantity)::bigint AS units
      FROM inventory_incoming AS incoming
     WHERE incoming.market_id = %(market)s AND incoming.variant_id = ANY (%(variants)s)
       AND incoming.expected_on <= %(by)s
     GROUP BY incoming.variant_id, incoming.place_id
), asked AS (
    SELECT each.variant, each.withheld, each.position::int
      FROM unnest(%(variants)s::uuid[], %(withheld)s::bigint[]) WITH ORDINALITY AS each (variant, withheld, position)
), special AS (
    SELECT each.variant, each.place, each.withheld
      FROM unnest(%(special_variants)s::uuid[], %(special_places)s::uuid[], %(special_withheld)s::bigint[])
           AS each (variant, place, withheld)
)
SELECT level.place_id AS place, array_agg(asked.position) AS positions,
       array_agg(
           greatest(0, level.on_hand + level.allowed_backorder - level.reserved - level.fenced
                       + coalesce(fences.units - fences.drawable, 0) + coalesce(coming.units, 0)
                       - CASE WHEN coalesce(special.withheld, asked.withheld) >= 0
                              THEN coalesce(special.withheld, asked.withheld)
                              ELSE (level.on_hand * -coalesce(special.withheld, asked.withheld) + 9999) / 10000 END)
           + coalesce(fences.drawable, 0)) AS units
  FROM asked
  JOIN inventory_level AS level
    ON level.market_id = %(market)s AND level.variant_id = asked.variant AND level.place_id = ANY (%(places)s)
  LEFT JOIN fences ON fences.variant_id = level.variant_id AND fences.place_id = level.place_id
  LEFT JOIN coming ON coming.variant_id = level.variant_id AND coming.place_id = level.place_id
  LEFT JOIN special ON special.variant = level.variant_id AND special.place = level.place_id
 GROUP BY level.place_id
