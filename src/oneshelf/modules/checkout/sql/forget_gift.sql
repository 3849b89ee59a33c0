-- Forgets what was written to a present: its order has it, and erases it.
UPDATE checkout_checkout SET gift = NULL WHERE id = %(checkout)s
