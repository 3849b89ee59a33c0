-- Let one planner at a time change the windows of a variant: those that the other adds could not be seen else.
SELECT pg_advisory_xact_lock(hashtextextended('pricing ' || %(price_list)s::text || %(variant)s::text, 0))
