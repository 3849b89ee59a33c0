-- Takes one use of a promotion out of its counts: over all, of its day, and of its customer, in the order of
-- promotions_take.
CREATE OR REPLACE FUNCTION promotions_uncount(p_promotion uuid, p_customer uuid, p_day date, p_off bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM promotions_counter
      WHERE promotion_id = p_promotion AND scope IN ('all', p_day::text, p_customer::text)
      ORDER BY scope <> 'all', scope FOR NO KEY UPDATE;
    UPDATE promotions_counter SET uses = uses - 1, off = off - p_off
     WHERE promotion_id = p_promotion AND scope IN ('all', p_day::text, p_customer::text);
END $$;
