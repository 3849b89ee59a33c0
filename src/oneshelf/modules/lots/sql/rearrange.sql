-- Moves units within a place: out of what `from_bin`, `lot` and `from_condition` name, into `bin` and `condition`
-- (kept as they were when NULL). Both sides are written for one cause; the caller holds the row of their level.
SELECT lots_put(%(market)s, %(place)s, %(variant)s, coalesce(%(bin)s::uuid, taken.o_bin), taken.o_lot,
                coalesce(%(condition)s::text, taken.o_condition), taken.o_quantity, true,
                %(kind)s, %(cause)s, 1, %(at)s)
  FROM lots_take(%(market)s, %(place)s, %(variant)s, %(from_bin)s, %(lot)s, %(from_condition)s, %(quantity)s, false,
                 true, %(kind)s, %(cause)s, 1, %(at)s) AS taken
