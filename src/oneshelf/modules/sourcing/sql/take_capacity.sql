-- Takes room in hours of places, or refuses (see functions/sourcing_take_capacity.sql).
SELECT sourcing_take_capacity(%(market)s, %(owner)s, %(places)s, %(slots)s, %(counts)s)
