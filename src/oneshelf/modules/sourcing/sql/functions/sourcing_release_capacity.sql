-- Gives back the room that an order has taken (only at p_places, when given). Releasing twice is harmless.
CREATE OR REPLACE FUNCTION sourcing_release_capacity(p_owner uuid, p_places uuid[] DEFAULT NULL)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_key record; v_count int := 0;
BEGIN
    FOR v_key IN
        WITH released AS (
            DELETE FROM sourcing_claim
             WHERE owner_id = p_owner AND (p_places IS NULL OR place_id = ANY (p_places))
            RETURNING place_id, slot, taken
        )
        SELECT place_id, slot, taken FROM released ORDER BY place_id, slot
    LOOP
        UPDATE sourcing_capacity SET taken = taken - v_key.taken
         WHERE place_id = v_key.place_id AND slot = v_key.slot;
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;
