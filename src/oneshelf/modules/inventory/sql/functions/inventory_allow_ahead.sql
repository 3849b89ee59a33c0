-- Lets a level be promised beyond what is on hand as far as rules that hold, or will, allow it; never less than what
-- was promised so already. Opens the level when nothing ever lay there. Holds its row before it looks at the rules, so
-- that of two who change them the later one sees both.
CREATE OR REPLACE FUNCTION inventory_allow_ahead(p_market uuid, p_place uuid, p_variant uuid, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO inventory_level (market_id, variant_id, place_id) VALUES (p_market, p_variant, p_place)
        ON CONFLICT DO NOTHING;
    PERFORM FROM inventory_level
      WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place FOR UPDATE;
    UPDATE inventory_level
       SET allowed_backorder = greatest(0, reserved + fenced - on_hand, coalesce((
               SELECT max(rule.units) FROM inventory_ahead AS rule
                WHERE rule.market_id = p_market AND rule.variant_id = p_variant AND rule.place_id = p_place
                  AND coalesce(upper(rule.valid), 'infinity') > p_at), 0))
     WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
END $$;
