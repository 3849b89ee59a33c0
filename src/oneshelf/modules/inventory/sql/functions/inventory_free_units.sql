-- Gives back so many units of lines that an order has reserved at a place: of what waits for goods (`p_ahead`), or of
-- what does not. What was drawn from a fence goes back to it, last. Returns how many keys that were.
CREATE OR REPLACE FUNCTION inventory_free_units(
    p_order uuid, p_place uuid, p_lines int[], p_units bigint[], p_ahead boolean)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_rows uuid[]; v_key record; v_count bigint := 0;
BEGIN
    v_rows := inventory_part_units(p_order, p_place, p_lines, p_units, p_ahead);
    FOR v_key IN
        WITH released AS (
            UPDATE inventory_reservation SET state = 'released' WHERE id = ANY (v_rows)
            RETURNING market_id, variant_id, quantity, fence_id, from_fence
        )
        SELECT market_id, variant_id, sum(quantity)::bigint AS quantity, fence_id,
               sum(from_fence)::bigint AS from_fence, row_number() OVER (PARTITION BY variant_id) AS part
          FROM released GROUP BY market_id, variant_id, fence_id ORDER BY variant_id
    LOOP
        PERFORM inventory_give_back(
            v_key.market_id, p_place, v_key.variant_id, v_key.quantity, v_key.fence_id, v_key.from_fence);
        IF v_key.part = 1 THEN v_count := v_count + 1; END IF;
    END LOOP;
    RETURN v_count;
END $$;
