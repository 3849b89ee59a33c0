-- Takes goods that leave at once (a sale at a till): writes the movements to the customer and lowers on hand,
-- leaving alone what is reserved for others, and, unless somebody with authority overrules it, what is fenced for other
-- channels or kept back by hard rules (`p_withheld`, per line, as in inventory_promise). Keys in order; refuses with
-- out_of_stock.
CREATE OR REPLACE FUNCTION inventory_sell_over_counter(
    p_market uuid, p_cause uuid, p_at timestamptz, p_customer_place uuid,
    p_lines int[], p_places uuid[], p_variants uuid[], p_quantities bigint[],
    p_channel uuid, p_withheld bigint[], p_overrule boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key record; v_tracked boolean; v_sort boolean := false;
BEGIN
    INSERT INTO inventory_movement
        (id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at)
    SELECT uuidv7(), p_market, sold.variant, sold.place, p_customer_place, sold.quantity, 'sale', p_cause, sold.line, p_at
      FROM unnest(p_lines, p_places, p_variants, p_quantities) AS sold (line, place, variant, quantity);
    FOR v_key IN
        SELECT sold.place, sold.variant, sum(sold.quantity)::bigint AS quantity,
               coalesce(max(sold.withheld), 0) AS withheld
          FROM unnest(p_places, p_variants, p_quantities, p_withheld) AS sold (place, variant, quantity, withheld)
         GROUP BY sold.variant, sold.place ORDER BY sold.variant, sold.place
    LOOP
        v_tracked := inventory_part_with(
            p_market, v_key.place, v_key.variant, v_key.quantity, p_at, p_channel, v_key.withheld, p_overrule);
        v_sort := v_sort OR v_tracked;
    END LOOP;
    IF v_sort THEN
        PERFORM inventory_sort(p_market, 'sale', p_cause, p_at);
    END IF;
END $$;
