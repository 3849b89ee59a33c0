-- Makes good what was promised ahead to lines of an order at a place: all of it is on the shelf now, beside what others
-- were promised from there, and is kept for this order. Otherwise nothing changes and the answer is false. Repeating it
-- is harmless. Keys in order.
-- Nothing calls it any more but the release before, which may still run.
CREATE OR REPLACE FUNCTION inventory_make_good(p_order uuid, p_place uuid, p_lines int[], p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_key record; v_free bigint;
BEGIN
    FOR v_key IN
        SELECT market_id, variant_id, sum(quantity)::bigint AS quantity FROM inventory_reservation
         WHERE owner_id = p_order AND owner_kind = 'order' AND state = 'allocated' AND ahead
           AND place_id = p_place AND owner_line = ANY (p_lines)
         GROUP BY market_id, variant_id ORDER BY variant_id
    LOOP
        SELECT on_hand - reserved - fenced INTO v_free FROM inventory_level
         WHERE market_id = v_key.market_id AND variant_id = v_key.variant_id AND place_id = p_place FOR UPDATE;
        IF v_free + inventory_awaited(v_key.market_id, p_place, v_key.variant_id) < v_key.quantity THEN
            RETURN false;
        END IF;
    END LOOP;
    FOR v_key IN
        WITH kept AS (
            UPDATE inventory_reservation SET ahead = false
             WHERE owner_id = p_order AND owner_kind = 'order' AND state = 'allocated' AND ahead
               AND place_id = p_place AND owner_line = ANY (p_lines)
            RETURNING market_id, variant_id
        )
        SELECT DISTINCT market_id, variant_id FROM kept ORDER BY variant_id
    LOOP
        PERFORM inventory_allow_ahead(v_key.market_id, p_place, v_key.variant_id, p_at);
    END LOOP;
    RETURN true;
END $$;
