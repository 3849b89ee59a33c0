-- Lets allocated goods leave a place (see functions/inventory_hand_out.sql).
SELECT inventory_hand_out(%(order)s, %(place)s, %(lines)s, %(cause)s, %(at)s, %(customer_place)s)
