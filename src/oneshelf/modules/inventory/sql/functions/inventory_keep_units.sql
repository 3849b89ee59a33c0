-- Makes good what was promised ahead to an order at a place, so many units of lines: all of it is on the shelf now,
-- beside what others were promised from there, and is kept for this order. Otherwise nothing changes and the answer is
-- false. What does not wait any more is passed over. Keys in order.
CREATE OR REPLACE FUNCTION inventory_keep_units(
    p_order uuid, p_place uuid, p_lines int[], p_units bigint[], p_at timestamptz)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_rows uuid[]; v_key record; v_free bigint;
BEGIN
    v_rows := inventory_part_units(p_order, p_place, p_lines, p_units, true);
    FOR v_key IN
        SELECT market_id, variant_id, sum(quantity)::bigint AS quantity FROM inventory_reservation
         WHERE id = ANY (v_rows) GROUP BY market_id, variant_id ORDER BY variant_id
    LOOP
        SELECT on_hand - reserved - fenced INTO v_free FROM inventory_level
         WHERE market_id = v_key.market_id AND variant_id = v_key.variant_id AND place_id = p_place FOR UPDATE;
        IF v_free + inventory_awaited(v_key.market_id, p_place, v_key.variant_id) < v_key.quantity THEN
            RETURN false;
        END IF;
    END LOOP;
    FOR v_key IN
        WITH kept AS (
            UPDATE inventory_reservation SET ahead = false WHERE id = ANY (v_rows) RETURNING market_id, variant_id
        )
        SELECT DISTINCT market_id, variant_id FROM kept ORDER BY variant_id
    LOOP
        PERFORM inventory_allow_ahead(v_key.market_id, p_place, v_key.variant_id, p_at);
    END LOOP;
    RETURN true;
END $$;
