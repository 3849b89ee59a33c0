-- Takes one use of each of p_promotions, with what it gives (p_off, minor units), for an owner: until p_expires_at, or
-- for good when that is null. It takes the place of whatever p_instead_of (the same owner, or the checkout it comes
-- from) holds, and refuses with promotion_used_up. What it holds already and still wants so is kept: then no count is
-- touched, and orders that confirm do not wait for each other. Promotions without limits are passed over; one that is
-- limited for each customer gives nothing to who is not known. What it holds is locked first, and the count over all
-- before those of days and customers, so that takers, and who gives back, wait in one line instead of in a circle.
CREATE OR REPLACE FUNCTION promotions_take(
    p_market uuid, p_owner uuid, p_instead_of uuid, p_customer uuid, p_day date,
    p_promotions uuid[], p_off bigint[], p_expires_at timestamptz, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_wanted record; v_held promotions_use; v_limits promotions_promotion; v_taken text[];
BEGIN
    PERFORM 1 FROM promotions_use WHERE owner_id = p_instead_of ORDER BY promotion_id FOR UPDATE;
    FOR v_wanted IN
        SELECT coalesce(asked.promotion, held.promotion_id) AS promotion, asked.off, held.owner_id IS NOT NULL AS is_held,
               held.off = asked.off AND held.day = p_day AND held.customer_id IS NOT DISTINCT FROM p_customer AS stays
          FROM unnest(p_promotions, p_off) AS asked (promotion, off)
          FULL JOIN (SELECT * FROM promotions_use WHERE owner_id = p_instead_of) AS held
            ON held.promotion_id = asked.promotion
         ORDER BY 1
    LOOP
        IF v_wanted.stays THEN
            UPDATE promotions_use SET owner_id = p_owner, expires_at = p_expires_at
             WHERE owner_id = p_instead_of AND promotion_id = v_wanted.promotion;
            CONTINUE WHEN FOUND;
        ELSIF v_wanted.is_held THEN
            DELETE FROM promotions_use WHERE owner_id = p_instead_of AND promotion_id = v_wanted.promotion
            RETURNING * INTO v_held;
            IF FOUND THEN
                PERFORM promotions_uncount(v_held.promotion_id, v_held.customer_id, v_held.day, v_held.off);
            END IF;
        END IF;
        SELECT * INTO v_limits FROM promotions_promotion WHERE id = v_wanted.promotion;
        CONTINUE WHEN v_wanted.off IS NULL
            OR num_nonnulls(v_limits.most_uses, v_limits.most_a_day, v_limits.most_each, v_limits.most_off) = 0;
        PERFORM promotions_release_expired(v_wanted.promotion, p_at, 100);
        WITH taken AS (
            INSERT INTO promotions_counter AS counter (promotion_id, scope, market_id, uses, off, most_uses, most_off)
            SELECT v_wanted.promotion, wanted.scope, p_market, 1, v_wanted.off, wanted.most_uses, wanted.most_off
              FROM (VALUES ('all', v_limits.most_uses, v_limits.most_off),
                           (p_day::text, v_limits.most_a_day, NULL),
                           (p_customer::text, v_limits.most_each, NULL)) AS wanted (scope, most_uses, most_off)
             WHERE wanted.scope IS NOT NULL
               AND coalesce(1 <= wanted.most_uses, true) AND coalesce(v_wanted.off <= wanted.most_off, true)
             ORDER BY wanted.scope <> 'all', wanted.scope
                ON CONFLICT (promotion_id, scope) DO UPDATE
               SET uses = counter.uses + 1, off = counter.off + excluded.off,
                   most_uses = excluded.most_uses, most_off = excluded.most_off
             WHERE coalesce(counter.uses + 1 <= excluded.most_uses, true)
               AND coalesce(counter.off + excluded.off <= excluded.most_off, true)
            RETURNING counter.scope
        )
        SELECT coalesce(array_agg(taken.scope), '{}') INTO v_taken FROM taken;
        IF NOT v_taken @> ARRAY['all', p_day::text] OR (p_customer IS NOT NULL AND NOT p_customer::text = ANY (v_taken))
           OR (p_customer IS NULL AND v_limits.most_each IS NOT NULL) THEN
            RAISE EXCEPTION 'promotion_used_up' USING ERRCODE = 'OS409', DETAIL = json_build_object(
                'promotion', v_wanted.promotion,
                'limit', CASE WHEN NOT 'all' = ANY (v_taken) THEN 'all'
                              WHEN NOT p_day::text = ANY (v_taken) THEN 'day' ELSE 'customer' END)::text;
        END IF;
        INSERT INTO promotions_use (owner_id, promotion_id, market_id, customer_id, day, off, expires_at)
        VALUES (p_owner, v_wanted.promotion, p_market, p_customer, p_day, v_wanted.off, p_expires_at);
    END LOOP;
END $$;
