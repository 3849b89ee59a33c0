-- Lets go of what a checkout or order (p_owner) still holds; returns how many codes that were.
CREATE OR REPLACE FUNCTION coupons_release(p_owner uuid, p_at timestamptz)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_freed uuid[];
BEGIN
    WITH freed AS (
        UPDATE coupons_use SET state = 'released', settled_at = p_at
         WHERE owner_id = p_owner AND state = 'reserved'
        RETURNING id
    )
    SELECT coalesce(array_agg(freed.id), '{}') INTO v_freed FROM freed;
    IF cardinality(v_freed) > 0 THEN
        PERFORM coupons_count('{}', v_freed);
    END IF;
    RETURN cardinality(v_freed);
END $$;
