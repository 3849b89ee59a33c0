-- Lets the units of some keys be told apart from now on. What they have on hand already becomes one part of which
-- nobody knows the lot. Keys in order; those that are told apart stay as they are.
CREATE OR REPLACE FUNCTION inventory_track(
    p_market uuid, p_places uuid[], p_variants uuid[], p_cause uuid, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_key record; v_on_hand bigint;
BEGIN
    FOR v_key IN
        SELECT DISTINCT key.variant, key.place FROM unnest(p_places, p_variants) AS key (place, variant)
         ORDER BY key.variant, key.place
    LOOP
        INSERT INTO inventory_level AS level (market_id, variant_id, place_id, tracked)
        VALUES (p_market, v_key.variant, v_key.place, true)
            ON CONFLICT (market_id, variant_id, place_id) DO UPDATE SET tracked = true WHERE NOT level.tracked
        RETURNING level.on_hand INTO v_on_hand;
        IF v_on_hand > 0 THEN
            PERFORM lots_put(p_market, v_key.place, v_key.variant, NULL, NULL, 'new', v_on_hand, false,
                             'tracking', p_cause, 0, p_at);
        END IF;
    END LOOP;
END $$;
