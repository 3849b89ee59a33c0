-- Writes movements of one cause and the change of level that they mean. The caller names the counted places: virtual
-- ones (supplier, customer, loss ...) keep no level. The same cause twice changes nothing the second time, other
-- goods for it are refused with moved_already; two at once wait for each other. A correction, and what is kept
-- apart, breaks into fences, since what is gone cannot be set apart.
CREATE OR REPLACE FUNCTION inventory_post(
    p_market uuid, p_cause_kind text, p_cause uuid, p_at timestamptz, p_counted uuid[],
    p_lines int[], p_variants uuid[], p_from uuid[], p_to uuid[], p_quantities bigint[])
RETURNS boolean LANGUAGE plpgsql AS $$
DECLARE v_key record; v_count int; v_tracked boolean; v_sort boolean := false;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtextextended('inventory_post ' || p_cause, 0));
    INSERT INTO inventory_movement
        (id, market_id, variant_id, from_place_id, to_place_id, quantity, cause_kind, cause_id, cause_line, occurred_at)
    SELECT uuidv7(), p_market, move.variant, move.source, move.target, move.quantity, p_cause_kind, p_cause, move.line, p_at
      FROM unnest(p_lines, p_variants, p_from, p_to, p_quantities) AS move (line, variant, source, target, quantity)
        ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count = 0 THEN RETURN false; END IF;
    IF v_count <> cardinality(p_lines) OR v_count <> (
        SELECT count(*) FROM inventory_movement
         WHERE cause_id = p_cause AND cause_kind = p_cause_kind AND occurred_at = p_at)
    THEN
        RAISE EXCEPTION 'moved_already' USING ERRCODE = 'OS409', DETAIL = json_build_object('cause', p_cause)::text;
    END IF;
    FOR v_key IN
        SELECT change.place, change.variant, sum(change.quantity)::bigint AS quantity
          FROM (SELECT unnest(p_to) AS place, unnest(p_variants) AS variant, unnest(p_quantities) AS quantity
                UNION ALL
                SELECT unnest(p_from), unnest(p_variants), -unnest(p_quantities)) AS change
         WHERE change.place = ANY (p_counted)
         GROUP BY change.variant, change.place ORDER BY change.variant, change.place
    LOOP
        IF v_key.quantity > 0 THEN
            INSERT INTO inventory_level AS level (market_id, variant_id, place_id, on_hand)
            VALUES (p_market, v_key.variant, v_key.place, v_key.quantity)
                ON CONFLICT (market_id, variant_id, place_id) DO UPDATE SET on_hand = level.on_hand + v_key.quantity
            RETURNING tracked INTO v_tracked;
        ELSIF v_key.quantity < 0 THEN
            v_tracked := inventory_give(
                p_market, v_key.place, v_key.variant, -v_key.quantity, p_at, NULL, p_cause_kind IN ('adjustment', 'quarantine'));
        END IF;
        v_sort := v_sort OR v_tracked;
    END LOOP;
    IF v_sort THEN
        PERFORM inventory_sort(p_market, p_cause_kind, p_cause, p_at);
    END IF;
    RETURN true;
END $$;
