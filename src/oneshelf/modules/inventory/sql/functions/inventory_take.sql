-- Promises units of one key: reserved grows only where enough is left, after expired holds of that key are
-- reclaimed. Refuses with out_of_stock. The condition stands in the UPDATE, so no reader can be overtaken.
CREATE OR REPLACE FUNCTION inventory_take(
    p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    FOR v_attempt IN 1..2 LOOP
        UPDATE inventory_level SET reserved = reserved + p_quantity
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND on_hand + allowed_backorder - reserved >= p_quantity;
        IF FOUND THEN RETURN; END IF;
        EXIT WHEN inventory_reclaim(p_market, p_place, p_variant, p_at) = 0;
    END LOOP;
    PERFORM inventory_refuse(p_market, p_place, p_variant, p_quantity);
END $$;
