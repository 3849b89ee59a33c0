-- Takes units out of the fences of one key, whosesoever they are, because goods that are gone cannot be set apart: the
-- youngest fence gives first, and is filled again when goods come.
CREATE OR REPLACE FUNCTION inventory_breach(p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_fence record; v_left bigint := p_quantity; v_units bigint;
BEGIN
    FOR v_fence IN
        SELECT fence.id, fence.remaining FROM inventory_fence AS fence
         WHERE fence.market_id = p_market AND fence.variant_id = p_variant AND fence.place_id = p_place
           AND fence.lifted_at IS NULL AND fence.remaining > 0
         ORDER BY fence.set_at DESC, fence.id DESC
    LOOP
        v_units := least(v_fence.remaining, v_left);
        EXIT WHEN v_units = 0;
        UPDATE inventory_fence SET remaining = remaining - v_units WHERE id = v_fence.id;
        v_left := v_left - v_units;
    END LOOP;
    UPDATE inventory_level SET fenced = fenced - (p_quantity - v_left)
     WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
END $$;
