-- Promises goods before they are there, all lines or none; otherwise like inventory_promise. Beyond the shelf of a key
-- no more is promised in all than the rule allows that holds now (inventory_ahead; none: nothing), and of what is on it
-- nothing that others were promised, that is fenced or that rules keep back. With `p_vouched` the caller answers for it
-- that the goods come, and the level allows so much more. Keys in order; refuses with out_of_stock.
CREATE OR REPLACE FUNCTION inventory_promise_ahead(
    p_market uuid, p_owner_kind text, p_owner uuid, p_expires timestamptz, p_at timestamptz,
    p_lines int[], p_places uuid[], p_variants uuid[], p_quantities bigint[], p_pers bigint[], p_withheld bigint[],
    p_vouched boolean)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key record; v_units bigint; v_room bigint;
BEGIN
    INSERT INTO inventory_reservation
        (id, market_id, place_id, variant_id, quantity, per, owner_kind, owner_id, owner_line, state, expires_at, ahead)
    SELECT uuidv7(), p_market, demand.place, demand.variant, demand.quantity, demand.per, p_owner_kind, p_owner,
           demand.line, CASE WHEN p_expires IS NULL THEN 'allocated' ELSE 'held' END, p_expires, true
      FROM unnest(p_lines, p_places, p_variants, p_quantities, p_pers) AS demand (line, place, variant, quantity, per);
    FOR v_key IN
        SELECT demand.place, demand.variant, sum(demand.quantity)::bigint AS quantity, max(demand.withheld) AS withheld
          FROM unnest(p_places, p_variants, p_quantities, p_withheld) AS demand (place, variant, quantity, withheld)
         GROUP BY demand.variant, demand.place ORDER BY demand.variant, demand.place
    LOOP
        SELECT rule.units INTO v_units FROM inventory_ahead AS rule
         WHERE rule.market_id = p_market AND rule.variant_id = v_key.variant AND rule.place_id = v_key.place
           AND rule.valid @> p_at;
        LOOP
            SELECT on_hand - reserved - fenced INTO v_room FROM inventory_level
             WHERE market_id = p_market AND variant_id = v_key.variant AND place_id = v_key.place FOR UPDATE;
            UPDATE inventory_level AS level
               SET reserved = reserved + v_key.quantity,
                   allowed_backorder = CASE WHEN p_vouched THEN greatest(allowed_backorder, v_key.quantity - v_room)
                                            ELSE allowed_backorder END
             WHERE market_id = p_market AND variant_id = v_key.variant AND place_id = v_key.place
               AND (p_vouched
                    OR v_room - greatest(0, least(v_room, inventory_kept_back(v_key.withheld, on_hand)))
                       + least(allowed_backorder, coalesce(v_units, 0)) >= v_key.quantity);
            EXIT WHEN FOUND;
            IF inventory_reclaim(p_market, v_key.place, v_key.variant, p_at) = 0 THEN
                RAISE EXCEPTION 'out_of_stock' USING ERRCODE = 'OS409', DETAIL = json_build_object(
                    'variant', v_key.variant, 'place', v_key.place, 'wanted', v_key.quantity,
                    'available', greatest(0, coalesce(v_room, 0) + coalesce(v_units, 0)))::text;
            END IF;
        END LOOP;
    END LOOP;
END $$;
