-- Carries allocated goods to another place: so many units of an order's lines become used where they lay, movements
-- take them, and they are the order's again where they come to, on hand and reserved at once, so that nobody else is
-- ever promised them. What has left before is passed over, and so is what waits for goods (ahead). Returns how many
-- lines were carried; a kit's components go as one. Refuses with out_of_stock what is not on hand.
CREATE OR REPLACE FUNCTION inventory_carry_units(
    p_order uuid, p_from uuid, p_to uuid, p_lines int[], p_units bigint[], p_cause uuid, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    v_rows uuid[]; v_key record; v_count bigint; v_market uuid; v_source_tracked boolean; v_target_tracked boolean;
    v_sort boolean := false;
BEGIN
    v_rows := inventory_part_units(p_order, p_from, p_lines, p_units, false);
    SELECT count(DISTINCT owner_line) INTO v_count FROM inventory_reservation WHERE id = ANY (v_rows);
    FOR v_key IN
        WITH used AS (
            UPDATE inventory_reservation SET state = 'used' WHERE id = ANY (v_rows)
            RETURNING market_id, variant_id, quantity, per, owner_line
        ), kept AS (
            INSERT INTO inventory_reservation
                (id, market_id, place_id, variant_id, quantity, per, owner_kind, owner_id, owner_line, state)
            SELECT uuidv7(), market_id, p_to, variant_id, quantity, per, 'order', p_order, owner_line, 'allocated'
              FROM used
        ), moved AS (
            INSERT INTO inventory_movement
                (id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at)
            SELECT uuidv7(), market_id, variant_id, p_from, p_to, sum(quantity), 'carry', p_cause, owner_line, p_at
              FROM used GROUP BY market_id, variant_id, owner_line
        )
        SELECT market_id, variant_id, sum(quantity)::bigint AS quantity
          FROM used GROUP BY market_id, variant_id ORDER BY variant_id
    LOOP
        -- Both rows in the order of places, as everybody takes them.
        PERFORM 1 FROM inventory_level AS level
          WHERE level.market_id = v_key.market_id AND level.variant_id = v_key.variant_id
            AND level.place_id IN (p_from, p_to)
          ORDER BY level.place_id FOR NO KEY UPDATE;
        UPDATE inventory_level SET on_hand = on_hand - v_key.quantity, reserved = reserved - v_key.quantity
         WHERE market_id = v_key.market_id AND variant_id = v_key.variant_id AND place_id = p_from
           AND on_hand >= v_key.quantity
        RETURNING tracked INTO v_source_tracked;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'out_of_stock' USING ERRCODE = 'OS409', DETAIL = (
                SELECT json_build_object('variant', v_key.variant_id, 'place', p_from,
                                         'wanted', v_key.quantity, 'available', level.on_hand)::text
                  FROM inventory_level AS level
                 WHERE level.market_id = v_key.market_id AND level.variant_id = v_key.variant_id
                   AND level.place_id = p_from);
        END IF;
        INSERT INTO inventory_level AS level (market_id, variant_id, place_id, on_hand, reserved)
        VALUES (v_key.market_id, v_key.variant_id, p_to, v_key.quantity, v_key.quantity)
            ON CONFLICT (market_id, variant_id, place_id) DO UPDATE
           SET on_hand = level.on_hand + v_key.quantity, reserved = level.reserved + v_key.quantity
        RETURNING tracked INTO v_target_tracked;
        v_market := v_key.market_id;
        v_sort := v_sort OR v_source_tracked OR v_target_tracked;
    END LOOP;
    IF v_sort THEN
        PERFORM inventory_sort(v_market, 'carry', p_cause, p_at);
    END IF;
    RETURN v_count;
END $$;
