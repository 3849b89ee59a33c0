-- Refuses for want of stock, naming what was wanted and what there is for who asked: less what is fenced for others
-- or kept back by a rule, and with the units that were drawn from the asker's own fence.
CREATE OR REPLACE FUNCTION inventory_refuse(
    p_market uuid, p_place uuid, p_variant uuid, p_wanted bigint, p_withheld bigint DEFAULT 0, p_drawn bigint DEFAULT 0)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'out_of_stock' USING ERRCODE = 'OS409', DETAIL = json_build_object(
        'variant', p_variant, 'place', p_place, 'wanted', p_wanted,
        'available', coalesce((
            SELECT p_drawn + greatest(0, level.on_hand - level.reserved - level.fenced - p_drawn
                                         - inventory_kept_back(p_withheld, level.on_hand))
              FROM inventory_level AS level
             WHERE level.market_id = p_market AND level.variant_id = p_variant AND level.place_id = p_place), 0))::text;
END $$;
