-- Lets the units of some keys be told apart (see functions/inventory_track.sql).
SELECT inventory_track(%(market)s, %(places)s, %(variants)s, %(cause)s, %(at)s)
