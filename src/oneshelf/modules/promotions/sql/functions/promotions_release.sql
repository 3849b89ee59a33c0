-- Gives back what an owner took of promotions. Releasing twice is harmless.
CREATE OR REPLACE FUNCTION promotions_release(p_owner uuid)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_use record; v_count int := 0;
BEGIN
    FOR v_use IN
        WITH released AS (DELETE FROM promotions_use WHERE owner_id = p_owner RETURNING *)
        SELECT released.* FROM released ORDER BY released.promotion_id
    LOOP
        PERFORM promotions_uncount(v_use.promotion_id, v_use.customer_id, v_use.day, v_use.off);
        v_count := v_count + 1;
    END LOOP;
    RETURN v_count;
END $$;
