-- Reserves all lines or none: with an expiry they are held for a checkout, without one allocated to an order.
-- Demand is summed per key before anything is checked, and keys are taken in order, so that two baskets that
-- share variants wait for each other instead of deadlocking. Repeating a line of an owner is not detected here.
-- Nothing calls it any more but the release before, which may still run.
CREATE OR REPLACE FUNCTION inventory_reserve(
    p_market uuid, p_owner_kind text, p_owner uuid, p_expires timestamptz, p_at timestamptz,
    p_lines int[], p_places uuid[], p_variants uuid[], p_quantities bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key record;
BEGIN
    INSERT INTO inventory_reservation
        (id, market_id, place_id, variant_id, quantity, owner_kind, owner_id, owner_line, state, expires_at)
    SELECT uuidv7(), p_market, demand.place, demand.variant, demand.quantity, p_owner_kind, p_owner, demand.line,
           CASE WHEN p_expires IS NULL THEN 'allocated' ELSE 'held' END, p_expires
      FROM unnest(p_lines, p_places, p_variants, p_quantities) AS demand (line, place, variant, quantity);
    FOR v_key IN
        SELECT demand.place, demand.variant, sum(demand.quantity)::bigint AS quantity
          FROM unnest(p_places, p_variants, p_quantities) AS demand (place, variant, quantity)
         GROUP BY demand.variant, demand.place ORDER BY demand.variant, demand.place
    LOOP
        PERFORM inventory_take(p_market, v_key.place, v_key.variant, v_key.quantity, p_at);
    END LOOP;
END $$;
