-- Promises all lines or none: with an expiry they are held, without one allocated to an order. `p_pers` tells how many
-- units of its variant one unit of the owner's line takes (a kit's components; NULL: one each), `p_withheld` how much
-- of its key hard rules keep back from `p_channel` (inventory.withheld gives it: see inventory_kept_back; NULL:
-- nothing). Demand is summed per key before anything is checked, and keys are taken in order, so that two baskets that
-- share variants wait for each other instead of deadlocking. The condition stands in the UPDATE, so no reader can be
-- overtaken; where that is not enough, or where something is fenced, inventory_take looks closer. Refuses with
-- out_of_stock. Repeating a line of an owner is not detected here.
CREATE OR REPLACE FUNCTION inventory_promise(
    p_market uuid, p_owner_kind text, p_owner uuid, p_channel uuid, p_expires timestamptz, p_at timestamptz,
    p_lines int[], p_places uuid[], p_variants uuid[], p_quantities bigint[], p_pers bigint[], p_withheld bigint[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key record;
BEGIN
    INSERT INTO inventory_reservation
        (id, market_id, place_id, variant_id, quantity, per, owner_kind, owner_id, owner_line, state, expires_at)
    SELECT uuidv7(), p_market, demand.place, demand.variant, demand.quantity, coalesce(demand.per, 1), p_owner_kind,
           p_owner, demand.line, CASE WHEN p_expires IS NULL THEN 'allocated' ELSE 'held' END, p_expires
      FROM unnest(p_lines, p_places, p_variants, p_quantities, p_pers) AS demand (line, place, variant, quantity, per);
    FOR v_key IN
        SELECT demand.place, demand.variant, sum(demand.quantity)::bigint AS quantity,
               coalesce(max(demand.withheld), 0) AS withheld
          FROM unnest(p_places, p_variants, p_quantities, p_withheld) AS demand (place, variant, quantity, withheld)
         GROUP BY demand.variant, demand.place ORDER BY demand.variant, demand.place
    LOOP
        UPDATE inventory_level SET reserved = reserved + v_key.quantity
         WHERE market_id = p_market AND variant_id = v_key.variant AND place_id = v_key.place AND fenced = 0
           AND v_key.withheld >= 0 AND on_hand - reserved - v_key.withheld >= v_key.quantity;
        IF NOT FOUND THEN
            PERFORM inventory_take(
                p_market, v_key.place, v_key.variant, v_key.quantity, p_at, v_key.withheld, p_channel, p_owner);
        END IF;
    END LOOP;
END $$;
