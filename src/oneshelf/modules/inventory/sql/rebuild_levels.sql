-- walks the whole table: derives the levels of some places from all of their movements, after a load.
INSERT INTO inventory_level AS level (market_id, variant_id, place_id, on_hand)
SELECT change.market_id, change.variant_id, change.place_id, sum(change.quantity)::bigint
  FROM (SELECT market_id, variant_id, to_place_id AS place_id, quantity FROM inventory_movement
         WHERE market_id = %(market)s AND to_place_id = ANY (%(places)s)
        UNION ALL
        SELECT market_id, variant_id, from_place_id, -quantity FROM inventory_movement
         WHERE market_id = %(market)s AND from_place_id = ANY (%(places)s)) AS change
 GROUP BY change.market_id, change.variant_id, change.place_id
    ON CONFLICT (market_id, variant_id, place_id) DO UPDATE SET on_hand = excluded.on_hand
 WHERE level.on_hand <> excluded.on_hand
