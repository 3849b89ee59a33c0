-- Gives back the room that an order has taken (see functions/sourcing_release_capacity.sql).
SELECT sourcing_release_capacity(%(owner)s, %(places)s)
