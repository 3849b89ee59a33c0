-- Lowers on hand of one key as inventory_part_with does, of which rules keep nothing back: what leaves otherwise than
-- to a customer, or was sold by the release before. Tells whether its units are told apart.
CREATE OR REPLACE FUNCTION inventory_give(
    p_market uuid, p_place uuid, p_variant uuid, p_quantity bigint, p_at timestamptz,
    p_channel uuid DEFAULT NULL, p_overrule boolean DEFAULT false)
RETURNS boolean LANGUAGE plpgsql AS $$
BEGIN
    RETURN inventory_part_with(p_market, p_place, p_variant, p_quantity, p_at, p_channel, 0, p_overrule);
END $$;
