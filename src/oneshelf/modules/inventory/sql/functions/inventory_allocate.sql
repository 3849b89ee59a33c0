-- Turns the hold of a checkout into the allocation of its order: the units are reserved already, so no level
-- changes. Refuses with hold_expired unless every line is still held: an expired hold may serve as long as
-- nobody has reclaimed it.
CREATE OR REPLACE FUNCTION inventory_allocate(p_checkout uuid, p_order uuid, p_lines int)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_count int;
BEGIN
    UPDATE inventory_reservation
       SET owner_kind = 'order', owner_id = p_order, state = 'allocated', expires_at = NULL
     WHERE owner_id = p_checkout AND owner_kind = 'checkout' AND state = 'held';
    GET DIAGNOSTICS v_count = ROW_COUNT;
    IF v_count <> p_lines THEN
        RAISE EXCEPTION 'hold_expired' USING ERRCODE = 'OS409', DETAIL = json_build_object('owner', p_checkout)::text;
    END IF;
END $$;
