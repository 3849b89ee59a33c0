-- Grants many holds of one key in order of arrival, each whole or not at all, with one change of its level: what the
-- row can give is handed out under its lock. Expired holds and fences are reclaimed when somebody would go without.
-- Gives for each request whether it was granted, and what was left for it; NULL to who holds something already and must
-- exchange that alone.
CREATE OR REPLACE FUNCTION inventory_hold_many(
    p_market uuid, p_place uuid, p_variant uuid, p_channel uuid, p_withheld bigint, p_at timestamptz,
    p_kinds text[], p_owners uuid[], p_lines int[], p_quantities bigint[], p_pers bigint[], p_expiries timestamptz[])
RETURNS TABLE (o_granted boolean, o_available bigint) LANGUAGE plpgsql AS $$
DECLARE
    v_holding uuid[]; v_fence uuid; v_own bigint := 0; v_left bigint := 0; v_total bigint := 0;
    v_granted boolean[]; v_available bigint[]; v_pool bigint;
BEGIN
    SELECT array_agg(reservation.owner_id) INTO v_holding FROM inventory_reservation AS reservation
     WHERE reservation.owner_id = ANY (p_owners) AND reservation.state IN ('held', 'allocated');
    FOR v_attempt IN 1..2 LOOP
        SELECT greatest(0, on_hand - reserved - fenced - inventory_kept_back(p_withheld, on_hand))
          INTO v_pool FROM inventory_level
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place FOR UPDATE;
        SELECT fence.id, fence.remaining INTO v_fence, v_own FROM inventory_fence AS fence
         WHERE fence.market_id = p_market AND fence.variant_id = p_variant AND fence.place_id = p_place
           AND fence.channel_id = p_channel AND fence.lifted_at IS NULL AND fence.valid @> p_at AND fence.remaining > 0;
        v_left := coalesce(v_pool, 0) + coalesce(v_own, 0);
        v_granted := '{}';
        v_available := '{}';
        v_total := 0;
        FOR v_request IN 1..cardinality(p_quantities) LOOP
            v_available := v_available || v_left;
            v_granted := v_granted || CASE WHEN p_owners[v_request] = ANY (v_holding) THEN NULL
                                           ELSE p_quantities[v_request] <= v_left END;
            IF v_granted[v_request] THEN
                v_left := v_left - p_quantities[v_request];
                v_total := v_total + p_quantities[v_request];
            END IF;
        END LOOP;
        EXIT WHEN array_position(v_granted, false) IS NULL OR v_attempt = 2;
        EXIT WHEN inventory_reclaim(p_market, p_place, p_variant, p_at) = 0;
    END LOOP;
    IF v_total > 0 THEN
        INSERT INTO inventory_reservation
            (id, market_id, place_id, variant_id, quantity, per, owner_kind, owner_id, owner_line, state, expires_at)
        SELECT uuidv7(), p_market, p_place, p_variant, hold.quantity, hold.per, hold.kind, hold.owner, hold.line, 'held',
               hold.expires
          FROM unnest(p_kinds, p_owners, p_lines, p_quantities, p_pers, p_expiries, v_granted)
               AS hold (kind, owner, line, quantity, per, expires, granted)
         WHERE hold.granted;
        IF v_own > 0 THEN
            SELECT o_fence, o_drawn INTO v_fence, v_own
              FROM inventory_draw(p_market, p_place, p_variant, p_channel, v_total, p_at);
            PERFORM inventory_remember_fence(p_market, p_place, p_variant, p_owners, v_fence, v_own);
        END IF;
        UPDATE inventory_level SET reserved = reserved + v_total
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
    END IF;
    RETURN QUERY SELECT given.granted, given.available FROM unnest(v_granted, v_available) AS given (granted, available);
END $$;
