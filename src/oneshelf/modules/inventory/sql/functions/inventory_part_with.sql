-- Lowers on hand of one key by units that nobody else is promised, that are not fenced for others and that no rule
-- keeps back (p_withheld, see inventory_kept_back), reclaiming expired holds and fences when it must. The channel's own
-- fence gives first, and rules keep nothing of it back. Overruling breaks into any fence and past any rule (what is
-- broken, stolen or in a customer's hands cannot be set apart), and takes what is kept for those who wait for more
-- (they wait on), never what was promised from the shelf. Tells whether its units are told apart (inventory_sort).
CREATE OR REPLACE FUNCTION inventory_part_with(
    p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint, p_at timestamptz,
    p_channel uuid, p_withheld bigint, p_overrule boolean)
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE
    v_fenced bigint; v_units bigint; v_drawn bigint := 0; v_free bigint;
    v_asked boolean := p_channel IS NULL; v_tracked boolean;
BEGIN
    LOOP
        UPDATE inventory_level SET on_hand = on_hand - p_quantity
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND (v_drawn = p_quantity  -- what lay in the fence is there, whoever else waits
                OR on_hand - reserved - fenced >= p_quantity
                   + CASE WHEN p_withheld = 0 OR p_overrule THEN 0 ELSE inventory_kept_back(p_withheld, on_hand) END)
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
            SELECT on_hand - reserved, fenced INTO v_free, v_fenced FROM inventory_level
             WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place FOR UPDATE;
            v_free := v_free + inventory_awaited(p_market, p_place, p_variant);
            IF v_free >= p_quantity THEN
                IF v_free - v_fenced < p_quantity THEN
                    PERFORM inventory_breach(p_market, p_place, p_variant, p_quantity - (v_free - v_fenced));
                END IF;
                UPDATE inventory_level
                   SET on_hand = on_hand - p_quantity,
                       allowed_backorder = greatest(allowed_backorder, reserved + fenced - on_hand + p_quantity)
                 WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
                RETURNING tracked INTO v_tracked;
                RETURN v_tracked;
            END IF;
        END IF;
        PERFORM inventory_refuse(p_market, p_place, p_variant, p_quantity, p_withheld, v_drawn);
    END LOOP;
END $$;
