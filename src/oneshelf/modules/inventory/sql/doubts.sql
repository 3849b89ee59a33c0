-- What speaks for and against some levels, in the order asked: when each was counted, how often and how many units were
-- looked for in vain since then, how many left it since then, and what it has.
WITH keys AS (
    SELECT each.variant, each.place, each.position
      FROM unnest(%(variants)s::uuid[], %(places)s::uuid[]) WITH ORDINALITY AS each (variant, place, position)
), rejected AS (
    SELECT rejection.variant_id, rejection.place_id, count(*)::int AS times, sum(rejection.quantity)::bigint AS units
      FROM inventory_rejection AS rejection
     WHERE rejection.market_id = %(market)s AND rejection.variant_id = ANY (%(variants)s)
       AND rejection.occurred_at >= %(since)s
     GROUP BY rejection.variant_id, rejection.place_id
), gone AS (
    SELECT movement.variant_id, movement.from_place_id AS place_id, sum(movement.quantity)::bigint AS units
      FROM inventory_movement AS movement
     WHERE movement.variant_id = ANY (%(variants)s) AND movement.occurred_at >= %(since)s
       AND movement.market_id = %(market)s AND movement.cause_kind IN ('sale', 'fulfilment', 'transfer')
     GROUP BY movement.variant_id, movement.from_place_id
)
SELECT keys.place, keys.variant, known.counted_at, coalesce(rejected.times, 0) AS rejections,
       coalesce(rejected.units, 0) AS missed, coalesce(gone.units, 0) AS moved, coalesce(level.on_hand, 0) AS on_hand
  FROM keys
  LEFT JOIN inventory_confidence AS known
    ON known.market_id = %(market)s AND known.variant_id = keys.variant AND known.place_id = keys.place
  LEFT JOIN rejected ON rejected.variant_id = keys.variant AND rejected.place_id = keys.place
  LEFT JOIN gone ON gone.variant_id = keys.variant AND gone.place_id = keys.place
  LEFT JOIN inventory_level AS level
    ON level.market_id = %(market)s AND level.variant_id = keys.variant AND level.place_id = keys.place
 ORDER BY keys.position
