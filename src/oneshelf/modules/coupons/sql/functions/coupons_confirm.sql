-- Makes uses of what p_owner holds: an order used these codes. What it holds besides is let go. The SQL face for the
-- transaction that writes the order; call it late, since letting go waits for limits that others change. Refuses with
-- coupon_does_not_work unless each of the codes is still held.
CREATE OR REPLACE FUNCTION coupons_confirm(p_owner uuid, p_order uuid, p_codes uuid[], p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_uses uuid[]; v_data text[];
BEGIN
    WITH used AS (
        UPDATE coupons_use AS use SET state = 'confirmed', order_id = p_order, settled_at = p_at
         WHERE use.owner_id = p_owner AND use.state = 'reserved' AND use.code_id = ANY(p_codes)
        RETURNING use.id, use.market_id, use.batch_id, use.code_id, use.customer_id
    )
    SELECT coalesce(array_agg(used.id ORDER BY used.id), '{}'),
           array_agg(json_build_object(
               'market', used.market_id, 'batch', used.batch_id, 'promotion', batch.promotion_id,
               'coupon', used.code_id, 'order', p_order, 'customer', used.customer_id)::text ORDER BY used.id)
      INTO v_uses, v_data
      FROM used JOIN coupons_batch AS batch ON batch.id = used.batch_id;
    IF cardinality(v_uses) < cardinality(p_codes) THEN
        RAISE EXCEPTION 'coupon_does_not_work' USING ERRCODE = 'OS409', DETAIL = json_build_object('tail', (
            SELECT min(code.tail) FROM coupons_code AS code
             WHERE code.id = ANY(p_codes) AND NOT EXISTS (
                   SELECT FROM coupons_use AS use WHERE use.id = ANY(v_uses) AND use.code_id = code.id)))::text;
    END IF;
    IF cardinality(v_uses) > 0 THEN
        PERFORM outbox_emit(
            array_fill('coupons.used.v1'::text, ARRAY[cardinality(v_uses)]), v_uses,
            array_fill(1, ARRAY[cardinality(v_uses)]), v_data, p_at);
    END IF;
    PERFORM coupons_release(p_owner, p_at);
END $$;
