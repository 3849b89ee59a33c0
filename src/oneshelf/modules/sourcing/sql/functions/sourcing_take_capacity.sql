-- Takes room in hours of places for an order (or for the checkout that will become it: the same owner), or refuses with
-- place_busy. Places without a limit have room for any number. Keys are taken in one order, so that two orders that
-- share places wait for each other instead of deadlocking. Taking twice takes twice: release first to choose again.
CREATE OR REPLACE FUNCTION sourcing_take_capacity(
    p_market uuid, p_owner uuid, p_places uuid[], p_slots timestamptz[], p_counts int[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key record;
BEGIN
    FOR v_key IN
        SELECT wanted.place, wanted.slot, sum(wanted.count)::int AS count, max(setting.orders_an_hour) AS most
          FROM unnest(p_places, p_slots, p_counts) AS wanted (place, slot, count)
          JOIN sourcing_limit AS setting ON setting.place_id = wanted.place
         WHERE wanted.slot IS NOT NULL
         GROUP BY wanted.place, wanted.slot
         ORDER BY wanted.place, wanted.slot
    LOOP
        INSERT INTO sourcing_capacity AS capacity (place_id, slot, market_id, most, taken)
        SELECT v_key.place, v_key.slot, p_market, v_key.most, v_key.count
         WHERE v_key.count <= v_key.most
            ON CONFLICT (place_id, slot) DO UPDATE SET taken = capacity.taken + excluded.taken, most = excluded.most
         WHERE capacity.taken + excluded.taken <= excluded.most;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'place_busy' USING ERRCODE = 'OS409', DETAIL = json_build_object(
                'place', v_key.place, 'slot', v_key.slot, 'most', v_key.most)::text;
        END IF;
        INSERT INTO sourcing_claim AS claim (owner_id, place_id, slot, taken)
        VALUES (p_owner, v_key.place, v_key.slot, v_key.count)
            ON CONFLICT (owner_id, place_id, slot) DO UPDATE SET taken = claim.taken + excluded.taken;
    END LOOP;
END $$;
