-- The bins in which some variants are found at a place.
SELECT home.variant_id AS variant, home.bin_id AS bin
  FROM lots_home AS home
 WHERE home.place_id = %(place)s AND home.variant_id = ANY (%(variants)s)
