-- Lifts the fences of one key whose time is over and gives what lay in them to everybody; returns how many units.
CREATE OR REPLACE FUNCTION inventory_lift(p_market uuid, p_place uuid, p_variant uuid, p_at timestamptz)
RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE v_freed bigint;
BEGIN
    PERFORM FROM inventory_level
      WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place FOR UPDATE;
    WITH lifted AS (
        UPDATE inventory_fence AS fence SET lifted_at = p_at, remaining = 0
         WHERE fence.market_id = p_market AND fence.variant_id = p_variant AND fence.place_id = p_place
           AND fence.lifted_at IS NULL AND upper(fence.valid) <= p_at
        RETURNING old.remaining
    )
    SELECT coalesce(sum(remaining), 0)::bigint INTO v_freed FROM lifted;
    IF v_freed > 0 THEN
        UPDATE inventory_level SET fenced = fenced - v_freed
         WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
    END IF;
    RETURN v_freed;
END $$;
