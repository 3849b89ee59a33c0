-- Takes goods that leave at once as inventory_sell_over_counter does, of which rules keep nothing back: this is how the
-- release before sells.
CREATE OR REPLACE FUNCTION inventory_sell(
    p_market uuid, p_cause uuid, p_at timestamptz, p_customer_place uuid,
    p_lines int[], p_places uuid[], p_variants uuid[], p_quantities bigint[],
    p_channel uuid DEFAULT NULL, p_overrule boolean DEFAULT false)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM inventory_sell_over_counter(
        p_market, p_cause, p_at, p_customer_place, p_lines, p_places, p_variants, p_quantities, p_channel, NULL, p_overrule);
END $$;
