-- Counts uses against the limits of their batches: those of p_taken once more, those of p_freed once less. A limit is
-- one row, changed on its condition, and rows are taken in the order of their keys, so that callers side by side
-- neither exceed one nor wait for each other in a circle. What a batch says now is what counts; while somebody changes
-- that, and counts anew, others wait. Refuses with coupon_does_not_work when a limit is reached.
CREATE OR REPLACE FUNCTION coupons_count(p_taken uuid[], p_freed uuid[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_change record;
BEGIN
    PERFORM pg_advisory_xact_lock_shared(hashtextextended(touched.batch_id::text, 0))
       FROM (SELECT DISTINCT use.batch_id FROM coupons_use AS use
              WHERE use.id = ANY(p_taken || p_freed) ORDER BY use.batch_id) AS touched;
    FOR v_change IN
        SELECT use.batch_id, counted.scope, counted.subject, counted.most,
               sum(CASE WHEN use.id = ANY(p_taken) THEN 1 ELSE -1 END)::int AS units, min(code.tail) AS tail
          FROM coupons_use AS use
          JOIN coupons_batch AS batch ON batch.id = use.batch_id
          JOIN coupons_code AS code ON code.id = use.code_id
         CROSS JOIN LATERAL (
               VALUES ('code', use.code_id::text, batch.a_code), ('batch', '', batch.in_all),
                      ('customer', use.customer_id::text, batch.a_customer), ('day', use.day::text, batch.a_day)
               ) AS counted (scope, subject, most)
         WHERE use.id = ANY(p_taken || p_freed) AND counted.most IS NOT NULL AND counted.subject IS NOT NULL
         GROUP BY use.batch_id, counted.scope, counted.subject, counted.most
         ORDER BY use.batch_id, counted.scope, counted.subject
    LOOP
        IF v_change.units > 0 THEN
            INSERT INTO coupons_tally AS tally (batch_id, scope, subject, used, most)
            SELECT v_change.batch_id, v_change.scope, v_change.subject, v_change.units, v_change.most
             WHERE v_change.units <= v_change.most
                ON CONFLICT (batch_id, scope, subject) DO UPDATE
               SET used = tally.used + excluded.used, most = excluded.most
             WHERE tally.used + excluded.used <= excluded.most;
            IF NOT FOUND THEN
                RAISE EXCEPTION 'coupon_does_not_work' USING ERRCODE = 'OS409',
                    DETAIL = json_build_object('tail', v_change.tail)::text;
            END IF;
        ELSE
            UPDATE coupons_tally AS tally
               SET used = tally.used + v_change.units, most = greatest(v_change.most, tally.used + v_change.units)
             WHERE tally.batch_id = v_change.batch_id AND tally.scope = v_change.scope
               AND tally.subject = v_change.subject;
        END IF;
    END LOOP;
END $$;
