-- Lets allocated goods leave a place (see functions/inventory_hand_out_units.sql).
SELECT inventory_hand_out_units(%(order)s, %(place)s, %(lines)s, %(units)s, %(cause)s, %(at)s, %(customer_place)s)
