-- Sets how many units of one key may be promised beyond what is on hand, unless more than that is promised already.
INSERT INTO inventory_level AS level (market_id, variant_id, place_id, allowed_backorder)
VALUES (%(market)s, %(variant)s, %(place)s, %(units)s)
    ON CONFLICT (market_id, variant_id, place_id) DO UPDATE SET allowed_backorder = excluded.allowed_backorder
 WHERE level.reserved + level.fenced <= level.on_hand + excluded.allowed_backorder
