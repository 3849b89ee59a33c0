-- Gives back what an owner still has reserved: only at `p_place`, when given, and only `p_lines` of it, when given.
-- What was drawn from a fence goes back to it. Freeing twice is harmless. Returns how many keys that were.
CREATE OR REPLACE FUNCTION inventory_free(p_owner_kind text, p_owner uuid, p_place uuid, p_lines int[])
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_key record; v_count bigint := 0;
BEGIN
    FOR v_key IN
        WITH released AS (
            UPDATE inventory_reservation SET state = 'released'
             WHERE owner_id = p_owner AND owner_kind = p_owner_kind AND state IN ('held', 'allocated')
               AND (p_place IS NULL OR place_id = p_place)
               AND (p_lines IS NULL OR owner_line = ANY (p_lines))
            RETURNING market_id, place_id, variant_id, quantity, fence_id, from_fence
        )
        SELECT market_id, place_id, variant_id, sum(quantity)::bigint AS quantity, fence_id,
               sum(from_fence)::bigint AS from_fence, row_number() OVER (PARTITION BY variant_id, place_id) AS part
          FROM released GROUP BY market_id, variant_id, place_id, fence_id ORDER BY variant_id, place_id
    LOOP
        PERFORM inventory_give_back(
            v_key.market_id, v_key.place_id, v_key.variant_id, v_key.quantity, v_key.fence_id, v_key.from_fence);
        IF v_key.part = 1 THEN v_count := v_count + 1; END IF;
    END LOOP;
    RETURN v_count;
END $$;
