-- Promises units of one key to an owner: reserved grows only where enough is left that is neither fenced for others nor
-- kept back by a rule (p_withheld, see inventory_kept_back), after expired holds and fences of that key are reclaimed.
-- The channel's own fence is drawn first, and rules keep nothing of it back. Refuses with out_of_stock. The condition
-- stands in the UPDATE, so no reader can be overtaken.
CREATE OR REPLACE FUNCTION inventory_take(
    p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint, p_at timestamptz,
    p_withheld bigint DEFAULT 0, p_channel uuid DEFAULT NULL, p_owner uuid DEFAULT NULL)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    v_fenced bigint; v_fence uuid; v_own uuid; v_units bigint; v_drawn bigint := 0;
    v_asked boolean := p_channel IS NULL;
BEGIN
    LOOP
        UPDATE inventory_level SET reserved = reserved + p_quantity
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND (v_drawn = p_quantity  -- what lay in the fence is there, whoever else waits
                OR on_hand - reserved - fenced >= p_quantity
                   + CASE WHEN p_withheld = 0 THEN 0 ELSE inventory_kept_back(p_withheld, on_hand) END)
        RETURNING fenced INTO v_fenced;
        IF FOUND THEN
            IF v_fenced > 0 AND NOT v_asked THEN
                SELECT o_fence, o_drawn INTO v_fence, v_drawn
                  FROM inventory_draw(p_market, p_place, p_variant, p_channel, p_quantity, p_at);
            END IF;
            EXIT;
        END IF;
        IF NOT v_asked THEN
            v_asked := true;
            SELECT o_fence, o_drawn INTO v_own, v_units
              FROM inventory_draw(p_market, p_place, p_variant, p_channel, p_quantity - v_drawn, p_at);
            v_fence := coalesce(v_own, v_fence);
            v_drawn := v_drawn + v_units;
            CONTINUE WHEN v_units > 0;
        END IF;
        IF inventory_reclaim(p_market, p_place, p_variant, p_at) = 0 THEN
            PERFORM inventory_refuse(p_market, p_place, p_variant, p_quantity, p_withheld, v_drawn);
        END IF;
        v_asked := p_channel IS NULL OR v_drawn = p_quantity;  -- what was reclaimed may lie in the channel's fence
    END LOOP;
    IF v_drawn > 0 THEN
        PERFORM inventory_remember_fence(p_market, p_place, p_variant, ARRAY[p_owner], v_fence, v_drawn);
    END IF;
END $$;
