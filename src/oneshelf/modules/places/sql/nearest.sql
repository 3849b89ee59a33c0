-- The places of a market that stand somewhere, nearest first: haversine on a sphere of 6,371,008.8 m (IUGG mean).
SELECT
    place.id,
    round(
        2 * 6371008.8 * asin(
            sqrt(
                least(
                    1,
                    sin(radians(place.latitude - %(latitude)s) / 2) ^ 2
                    + cos(radians(%(latitude)s)) * cos(radians(place.latitude))
                    * sin(radians(place.longitude - %(longitude)s) / 2) ^ 2
                )
            )
        )
    )::integer AS distance_m
FROM places_place AS place
WHERE
    place.market_id = %(market)s
    AND place.kind = any(%(kinds)s)
    AND place.archived_at IS NULL
    AND place.latitude IS NOT NULL
ORDER BY distance_m, place.id
LIMIT %(most)s
