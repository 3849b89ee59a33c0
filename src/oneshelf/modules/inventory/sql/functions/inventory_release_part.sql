-- Gives back so many units of what an owner has reserved of a variant on one line (at `p_place` only, unless that is
-- NULL); what came from a fence is given back last. Returns how many units those were: fewer when it has fewer.
CREATE OR REPLACE FUNCTION inventory_release_part(
    p_owner_kind text, p_owner uuid, p_line int, p_variant uuid, p_quantity bigint, p_place uuid)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_part record; v_left bigint := p_quantity; v_units bigint; v_fenced bigint;
BEGIN
    FOR v_part IN
        SELECT id, market_id, place_id, quantity, fence_id, from_fence FROM inventory_reservation
         WHERE owner_id = p_owner AND owner_kind = p_owner_kind AND owner_line = p_line AND variant_id = p_variant
           AND state IN ('held', 'allocated') AND (p_place IS NULL OR place_id = p_place)
         ORDER BY place_id, from_fence, id DESC FOR UPDATE
    LOOP
        v_units := least(v_part.quantity, v_left);
        EXIT WHEN v_units = 0;
        v_fenced := greatest(0, v_part.from_fence - (v_part.quantity - v_units));
        IF v_units = v_part.quantity THEN
            UPDATE inventory_reservation SET state = 'released' WHERE id = v_part.id;
        ELSE
            UPDATE inventory_reservation SET quantity = quantity - v_units, from_fence = from_fence - v_fenced
             WHERE id = v_part.id;
        END IF;
        PERFORM inventory_give_back(v_part.market_id, v_part.place_id, p_variant, v_units, v_part.fence_id, v_fenced);
        v_left := v_left - v_units;
    END LOOP;
    RETURN p_quantity - v_left;
END $$;
