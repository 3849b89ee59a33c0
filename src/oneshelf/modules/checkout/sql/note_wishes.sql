-- Notes that a checkout is of a present, and who of the staff prepared it.
UPDATE checkout_checkout SET gift = %(gift)s, staff_id = %(staff)s WHERE id = %(checkout)s
