-- Gives one unit of which nobody knew the number its own: it stays in its bin and condition. Both sides are written for
-- one cause; the caller holds the row of their level.
SELECT lots_put(%(market)s, %(place)s, %(variant)s, taken.o_bin, %(lot)s, taken.o_condition, taken.o_quantity, true,
                %(kind)s, %(cause)s, 1, %(at)s)
  FROM lots_take(%(market)s, %(place)s, %(variant)s, NULL, %(nameless)s, NULL, 1, false, true, %(kind)s, %(cause)s, 1,
                 %(at)s) AS taken
