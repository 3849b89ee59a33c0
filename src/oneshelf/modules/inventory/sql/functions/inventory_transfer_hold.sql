-- Gives what one owner holds to another, with a new expiry when one is given; no level changes. Refuses with
-- hold_expired unless something is still held, all of it in time, and, where the caller knows, on so many lines; with
-- holds_already when the other holds goods too. Two that take the same hold at once: one gets it.
CREATE OR REPLACE FUNCTION inventory_transfer_hold(
    p_from_kind text, p_from uuid, p_to_kind text, p_to uuid, p_at timestamptz, p_expires timestamptz, p_lines int)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_count int; v_lines int;
BEGIN
    PERFORM FROM inventory_reservation
      WHERE owner_id = p_to AND owner_kind = p_to_kind AND state IN ('held', 'allocated');
    IF FOUND THEN
        RAISE EXCEPTION 'holds_already' USING ERRCODE = 'OS409', DETAIL = json_build_object('owner', p_to)::text;
    END IF;
    WITH moved AS (
        UPDATE inventory_reservation AS reservation
           SET owner_kind = p_to_kind, owner_id = p_to, expires_at = coalesce(p_expires, reservation.expires_at)
         WHERE reservation.owner_id = p_from AND reservation.owner_kind = p_from_kind AND reservation.state = 'held'
           AND reservation.expires_at > p_at
        RETURNING reservation.owner_line
    )
    SELECT count(*), count(DISTINCT moved.owner_line) INTO v_count, v_lines FROM moved;
    PERFORM FROM inventory_reservation
      WHERE owner_id = p_from AND owner_kind = p_from_kind AND state = 'held';
    IF FOUND OR v_count = 0 OR v_lines <> coalesce(p_lines, v_lines) THEN
        RAISE EXCEPTION 'hold_expired' USING ERRCODE = 'OS409', DETAIL = json_build_object('owner', p_from)::text;
    END IF;
    RETURN v_count;
END $$;
