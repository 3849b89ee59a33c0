-- Releases the expired holds of one key, lifts its expired fences and gives their units back; returns how many. Holds
-- that somebody else has in hand are passed over, never waited for, so that reclaiming cannot deadlock with a release.
CREATE OR REPLACE FUNCTION inventory_reclaim(p_market uuid, p_place uuid, p_variant uuid, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_released record; v_fence record;
BEGIN
    WITH expired AS (
        SELECT id FROM inventory_reservation
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place
           AND state = 'held' AND expires_at <= p_at
           FOR UPDATE SKIP LOCKED
    ), released AS (
        UPDATE inventory_reservation AS reservation SET state = 'released'
          FROM expired WHERE reservation.id = expired.id
        RETURNING reservation.quantity, reservation.fence_id, reservation.from_fence
    )
    SELECT coalesce(sum(quantity), 0)::bigint AS units,
           array_agg(fence_id) FILTER (WHERE from_fence > 0) AS fences,
           array_agg(from_fence) FILTER (WHERE from_fence > 0) AS drawn
      INTO v_released FROM released;
    IF v_released.units > 0 THEN
        PERFORM inventory_give_back(p_market, p_place, p_variant, v_released.units, NULL, 0);
        FOR v_fence IN SELECT fence, sum(units)::bigint AS units
                         FROM unnest(v_released.fences, v_released.drawn) AS each (fence, units) GROUP BY fence
        LOOP
            PERFORM inventory_give_back(p_market, p_place, p_variant, 0, v_fence.fence, v_fence.units);
        END LOOP;
    END IF;
    PERFORM FROM inventory_level
      WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place AND fenced > 0;
    IF NOT FOUND THEN RETURN v_released.units; END IF;
    RETURN v_released.units + inventory_lift(p_market, p_place, p_variant, p_at);
END $$;
