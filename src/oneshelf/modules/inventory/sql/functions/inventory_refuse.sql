-- Refuses for want of stock, naming what was wanted and what there is.
CREATE OR REPLACE FUNCTION inventory_refuse(p_market uuid, p_place uuid, p_variant uuid, p_wanted bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'out_of_stock' USING ERRCODE = 'OS409', DETAIL = json_build_object(
        'variant', p_variant, 'place', p_place, 'wanted', p_wanted,
        'available', coalesce((
            SELECT greatest(0, level.on_hand + level.allowed_backorder - level.reserved)
              FROM inventory_level AS level
             WHERE level.market_id = p_market AND level.variant_id = p_variant AND level.place_id = p_place), 0))::text;
END $$;
