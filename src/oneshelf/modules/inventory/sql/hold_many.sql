-- Grants holds of one key in order of arrival (see functions/inventory_hold_many.sql).
SELECT answer.o_granted AS granted, answer.o_available AS available
  FROM inventory_hold_many(
      %(market)s, %(place)s, %(variant)s, %(channel)s, %(withheld)s, %(at)s,
      %(kinds)s, %(owners)s, %(lines)s, %(quantities)s, %(pers)s, %(expiries)s) AS answer
