-- Gives units of one key back: to the pool, and of them so many to the fence they came from, if that was not lifted.
CREATE OR REPLACE FUNCTION inventory_give_back(
    p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint, p_fence uuid, p_from_fence bigint)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_fenced bigint := 0;
BEGIN
    UPDATE inventory_level SET reserved = reserved - p_quantity
     WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
    IF p_from_fence = 0 THEN RETURN; END IF;
    UPDATE inventory_fence AS fence
       SET drawn = fence.drawn - p_from_fence,
           remaining = fence.remaining + CASE WHEN fence.lifted_at IS NULL THEN p_from_fence ELSE 0 END
     WHERE fence.id = p_fence
    RETURNING new.remaining - old.remaining INTO v_fenced;
    IF v_fenced > 0 THEN
        UPDATE inventory_level SET fenced = fenced + v_fenced
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
    END IF;
END $$;
