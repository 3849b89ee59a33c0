-- Holds codes for a checkout or order (p_owner) until p_expires: exactly these, so that what it held and does not want
-- any more is let go. Holds of others that ran out are reclaimed first. Refuses with coupon_does_not_work, and changes
-- nothing, when one of them does not work for that customer at that moment, or a limit is reached.
CREATE OR REPLACE FUNCTION coupons_reserve(
    p_owner uuid, p_customer uuid, p_codes uuid[], p_day date, p_at timestamptz, p_expires timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_tail text; v_freed uuid[]; v_taken uuid[];
BEGIN
    SELECT code.tail INTO v_tail
      FROM (
            SELECT code.id, code.tail, code.revoked_at, code.customer_id, code.batch_id, code.ends_at,
                   count(*) OVER (PARTITION BY code.batch_id) AS together
              FROM coupons_code AS code WHERE code.id = ANY(p_codes)
           ) AS code
      JOIN coupons_batch AS batch ON batch.id = code.batch_id
     WHERE batch.state <> 'open' OR code.revoked_at IS NOT NULL
        OR p_at < batch.begins_at OR p_at >= least(batch.ends_at, code.ends_at) OR code.together > batch.a_basket
        OR (p_customer IS NULL AND batch.a_customer IS NOT NULL)
        OR (code.customer_id IS NOT NULL AND code.customer_id IS DISTINCT FROM p_customer)
     ORDER BY code.id LIMIT 1;
    IF FOUND THEN
        RAISE EXCEPTION 'coupon_does_not_work' USING ERRCODE = 'OS409',
            DETAIL = json_build_object('tail', v_tail)::text;
    END IF;
    UPDATE coupons_use SET expires_at = p_expires
     WHERE owner_id = p_owner AND state = 'reserved' AND code_id = ANY(p_codes)
       AND customer_id IS NOT DISTINCT FROM p_customer;
    WITH ended AS (
        SELECT use.id FROM coupons_use AS use
         WHERE use.owner_id = p_owner AND use.state = 'reserved'
           AND (use.code_id <> ALL(p_codes) OR use.customer_id IS DISTINCT FROM p_customer)
         ORDER BY use.id FOR UPDATE
    ), expired AS (
        SELECT use.id FROM coupons_use AS use
         WHERE use.state = 'reserved' AND use.expires_at <= p_at AND use.owner_id <> p_owner
           AND use.batch_id = ANY(SELECT code.batch_id FROM coupons_code AS code WHERE code.id = ANY(p_codes))
         ORDER BY use.code_id = ANY(p_codes) DESC, use.customer_id IS NOT DISTINCT FROM p_customer DESC, use.day = p_day DESC
         LIMIT 100 FOR UPDATE SKIP LOCKED  -- more than one basket can need; the sweep takes the rest
    ), freed AS (
        UPDATE coupons_use AS use SET state = 'released', settled_at = p_at
         WHERE use.id IN (SELECT ended.id FROM ended UNION ALL SELECT expired.id FROM expired)
        RETURNING use.id
    )
    SELECT coalesce(array_agg(freed.id), '{}') INTO v_freed FROM freed;
    WITH taken AS (
        INSERT INTO coupons_use (
            market_id, batch_id, code_id, owner_id, customer_id, day, state, reserved_at, expires_at)
        SELECT batch.market_id, batch.id, code.id, p_owner, p_customer, p_day, 'reserved', p_at, p_expires
          FROM coupons_code AS code JOIN coupons_batch AS batch ON batch.id = code.batch_id
         WHERE code.id = ANY(p_codes)
         ORDER BY code.id
            ON CONFLICT (owner_id, code_id) WHERE state = 'reserved' DO NOTHING  -- it holds it already
        RETURNING id
    )
    SELECT coalesce(array_agg(taken.id), '{}') INTO v_taken FROM taken;
    PERFORM coupons_count(v_taken, v_freed);
END $$;
