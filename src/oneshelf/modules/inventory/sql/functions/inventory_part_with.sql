-- Lowers on hand of one key by units that nobody else is promised, that are not fenced for others and that no rule
-- keeps back (p_withheld, see inventory_kept_back), reclaiming expired holds and fences when it must. The channel's own
-- fence gives first, and rules keep nothing of it back. Overruling breaks into any fence and past any rule (what is
-- broken, stolen or in a customer's hands cannot be set apart), never into what was promised. Tells whether its units
-- are told apart (inventory_sort).
CREATE OR REPLACE FUNCTION inventory_part_with(
    p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint, p_at timestamptz,
    p_channel uuid, p_withheld bigint, p_overrule boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_fenced bigint; v_units bigint; v_drawn bigint := 0; v_short bigint;
    v_asked boolean := p_channel IS NULL; v_tracked boolean;
BEGIN
    LOOP
        UPDATE inventory_level SET on_hand = on_hand - p_quantity
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND on_hand >= p_quantity AND on_hand + allowed_backorder - reserved - fenced >= p_quantity
               + CASE WHEN p_withheld = 0 OR p_overrule OR v_drawn = p_quantity THEN 0
                      ELSE inventory_kept_back(p_withheld, on_hand) END
        RETURNING fenced, tracked INTO v_fenced, v_tracked;
        IF FOUND THEN
            IF v_fenced > 0 AND NOT v_asked THEN
                PERFORM inventory_draw(p_market, p_place, p_variant, p_channel, p_quantity, p_at);
            END IF;
            RETURN v_tracked;
        END IF;
        IF NOT v_asked THEN
            v_asked := true;
            SELECT o_drawn INTO v_units
              FROM inventory_draw(p_market, p_place, p_variant, p_channel, p_quantity - v_drawn, p_at);
            v_drawn := v_drawn + v_units;
            CONTINUE WHEN v_units > 0;
        END IF;
        IF inventory_reclaim(p_market, p_place, p_variant, p_at) > 0 THEN
            v_asked := p_channel IS NULL OR v_drawn = p_quantity;  -- it may lie in the channel's fence
            CONTINUE;
        END IF;
        IF p_overrule THEN
            SELECT p_quantity - (on_hand + allowed_backorder - reserved - fenced) INTO v_short FROM inventory_level
             WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
               AND on_hand >= p_quantity AND on_hand + allowed_backorder - reserved >= p_quantity FOR UPDATE;
            IF v_short > 0 THEN
                PERFORM inventory_breach(p_market, p_place, p_variant, v_short);
                CONTINUE;
            END IF;
        END IF;
        PERFORM inventory_refuse(p_market, p_place, p_variant, p_quantity, p_withheld, v_drawn);
    END LOOP;
END $$;
