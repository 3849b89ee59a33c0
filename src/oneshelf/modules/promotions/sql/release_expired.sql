-- Gives back what was held of promotions until a moment or before; tells how many uses that was.
SELECT promotions_release_expired(NULL, %(at)s::timestamptz, %(most)s::int)
