-- Gives back what was held of a promotion (of all of them, when null) until p_at or before; at most p_most uses.
-- What somebody confirms or gives back at this moment is passed over.
CREATE OR REPLACE FUNCTION promotions_release_expired(p_promotion uuid, p_at timestamptz, p_most int)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_use record; v_count int := 0;
BEGIN
    FOR v_use IN
        WITH over AS (
            SELECT held.owner_id, held.promotion_id FROM promotions_use AS held
             WHERE held.expires_at <= p_at AND (p_promotion IS NULL OR held.promotion_id = p_promotion)
             LIMIT p_most FOR UPDATE SKIP LOCKED
        ), released AS (
            DELETE FROM promotions_use AS held USING over
             WHERE (held.owner_id, held.promotion_id) = (over.owner_id, over.promotion_id)
            RETURNING held.*
        )
        SELECT released.* FROM released ORDER BY released.promotion_id, released.owner_id
    LOOP
        PERFORM promotions_uncount(v_use.promotion_id, v_use.customer_id, v_use.day, v_use.off);
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;
