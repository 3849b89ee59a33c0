-- Do as lock_windows.sql for many variants, always in the same order, so that two who do it never wait for each other.
SELECT count(pg_advisory_xact_lock(hashtextextended('pricing ' || %(price_list)s::text || wanted.variant::text, 0)))
FROM (SELECT each.variant FROM unnest(%(variants)s::uuid[]) AS each (variant) ORDER BY each.variant) AS wanted
