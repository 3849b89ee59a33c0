-- Releases the expired holds of one key and gives their units back. Holds that somebody else has in hand are
-- passed over, never waited for, so that reclaiming cannot deadlock with a release.
CREATE OR REPLACE FUNCTION inventory_reclaim(p_market uuid, p_place uuid, p_variant uuid, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_freed bigint;
BEGIN
    WITH expired AS (
        SELECT id FROM inventory_reservation
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND state = 'held' AND expires_at <= p_at
           FOR UPDATE SKIP LOCKED
    ), released AS (
        UPDATE inventory_reservation AS reservation SET state = 'released'
          FROM expired WHERE reservation.id = expired.id
        RETURNING reservation.quantity
    )
    SELECT coalesce(sum(quantity), 0) INTO v_freed FROM released;
    IF v_freed > 0 THEN
        UPDATE inventory_level SET reserved = reserved - v_freed
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
    END IF;
    RETURN v_freed;
END $$;
