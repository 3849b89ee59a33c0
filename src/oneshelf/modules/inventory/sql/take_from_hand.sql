-- Lowers what counted places have on hand, key by key in one order; refuses what they don't have or have promised.
SELECT inventory_give(%(market)s::uuid, loss.place, loss.variant, loss.quantity, %(at)s::timestamptz)
  FROM (SELECT each.variant, each.place, each.quantity
          FROM unnest(%(variants)s::uuid[], %(places)s::uuid[], %(quantities)s::bigint[])
               AS each (variant, place, quantity)
         ORDER BY each.variant, each.place) AS loss
