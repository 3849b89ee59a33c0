-- How many of the reserved units of one key were promised ahead of the goods: whoever has them waits. Exact for who
-- holds the level's row, since its sum changes with them.
CREATE OR REPLACE FUNCTION inventory_awaited(p_market uuid, p_place uuid, p_variant uuid)
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN (
        SELECT coalesce(sum(quantity), 0)::bigint FROM inventory_reservation
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND ahead AND state IN ('held', 'allocated'));
END $$;
