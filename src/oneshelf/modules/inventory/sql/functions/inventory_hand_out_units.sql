-- Lets allocated goods leave a place, and counts a line of which anything left: how the release before does it, which
-- may still run.
CREATE OR REPLACE FUNCTION inventory_hand_out_units(
    p_order uuid, p_place uuid, p_lines int[], p_units bigint[], p_cause uuid, p_at timestamptz, p_customer_place uuid)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_rows uuid[]; v_key record; v_count bigint; v_market uuid; v_tracked boolean; v_sort boolean := false;
BEGIN
    v_rows := inventory_part_units(p_order, p_place, p_lines, p_units, false);
    SELECT count(DISTINCT owner_line) INTO v_count FROM inventory_reservation WHERE id = ANY (v_rows);
    FOR v_key IN
        WITH used AS (
            UPDATE inventory_reservation SET state = 'used' WHERE id = ANY (v_rows)
            RETURNING market_id, place_id, variant_id, quantity, owner_line
        ), moved AS (
            INSERT INTO inventory_movement
                (id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at)
            SELECT uuidv7(), market_id, variant_id, place_id, p_customer_place, sum(quantity), 'fulfilment', p_cause, owner_line, p_at
              FROM used GROUP BY market_id, variant_id, place_id, owner_line
        )
        SELECT market_id, place_id, variant_id, sum(quantity)::bigint AS quantity
          FROM used GROUP BY market_id, variant_id, place_id ORDER BY variant_id, place_id
    LOOP
        UPDATE inventory_level SET on_hand = on_hand - v_key.quantity, reserved = reserved - v_key.quantity
         WHERE market_id = v_key.market_id AND variant_id = v_key.variant_id AND place_id = v_key.place_id
           AND on_hand >= v_key.quantity
        RETURNING tracked INTO v_tracked;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'out_of_stock' USING ERRCODE = 'OS409', DETAIL = (
                SELECT json_build_object('variant', v_key.variant_id, 'place', v_key.place_id,
                                         'wanted', v_key.quantity, 'available', level.on_hand)::text
                  FROM inventory_level AS level
                 WHERE level.market_id = v_key.market_id AND level.variant_id = v_key.variant_id
                   AND level.place_id = v_key.place_id);
        END IF;
        v_market := v_key.market_id;
        v_sort := v_sort OR v_tracked;
    END LOOP;
    IF v_sort THEN
        PERFORM inventory_sort(v_market, 'fulfilment', p_cause, p_at);
    END IF;
    RETURN v_count;
END $$;
