-- The places of a market whose name, code, city, street or postal code holds a text, in any case, by name.
SELECT place.id
FROM places_place AS place
WHERE
    place.market_id = %(market)s
    AND place.kind = any(%(kinds)s)
    AND place.archived_at IS NULL
    AND position(
        lower(%(text)s::text) IN lower(
            concat_ws(' ', place.name, place.code, place.street, place.city, place.region, place.postal_code)
        )
    ) > 0
ORDER BY place.name, place.id
LIMIT %(most)s
