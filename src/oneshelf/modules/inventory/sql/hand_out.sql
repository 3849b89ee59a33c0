-- Lets allocated goods leave a place (see functions/inventory_hand_out_whole.sql).
SELECT inventory_hand_out_whole(%(order)s, %(place)s, %(lines)s, %(units)s, %(cause)s, %(at)s, %(customer_place)s)
