-- Of the goods that orders keep a place busy with the first: being made ready there or for there, on the road, on the
-- desk, or still awaited.
SELECT order_number AS number, place_id AS place
FROM fulfilment_consignment
WHERE
    place_id = any(%(places)s::uuid[])
    AND (place_id = %(place)s::uuid OR bring_to_id = %(place)s::uuid)
    AND (
        state IN ('open', 'picking', 'ready', 'packed')
        OR state = 'awaited'
        OR (sent_at IS NOT NULL AND place_id <> bring_to_id)
    )
ORDER BY due_at, id
LIMIT 1
