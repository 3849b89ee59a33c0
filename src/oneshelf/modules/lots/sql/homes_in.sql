-- The variants that are found in some bins of a place.
SELECT home.variant_id AS variant, home.bin_id AS bin
  FROM lots_home AS home
 WHERE home.place_id = %(place)s AND home.bin_id = ANY (%(bins)s)
 ORDER BY home.bin_id, home.variant_id
 LIMIT %(limit)s
