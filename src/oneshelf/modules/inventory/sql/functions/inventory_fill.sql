-- Fills the fences of one key that hold now, the oldest first, with whatever units nobody was promised; returns how
-- many.
CREATE OR REPLACE FUNCTION inventory_fill(p_market uuid, p_place uuid, p_variant uuid, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_fence record; v_free bigint; v_filled bigint := 0; v_units bigint;
BEGIN
    SELECT on_hand - reserved - fenced INTO v_free FROM inventory_level
     WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place FOR UPDATE;
    IF NOT FOUND THEN RETURN 0; END IF;  -- nothing ever lay here
    FOR v_fence IN
        SELECT fence.id, fence.quantity - fence.remaining - fence.drawn AS wanted FROM inventory_fence AS fence
         WHERE fence.market_id = p_market AND fence.variant_id = p_variant AND fence.place_id = p_place
           AND fence.lifted_at IS NULL AND fence.valid @> p_at AND fence.quantity > fence.remaining + fence.drawn
         ORDER BY fence.set_at, fence.id
    LOOP
        v_units := least(v_fence.wanted, v_free - v_filled);
        EXIT WHEN v_units <= 0;
        UPDATE inventory_fence SET remaining = remaining + v_units WHERE id = v_fence.id;
        v_filled := v_filled + v_units;
    END LOOP;
    IF v_filled > 0 THEN
        UPDATE inventory_level SET fenced = fenced + v_filled
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
    END IF;
    RETURN v_filled;
END $$;
