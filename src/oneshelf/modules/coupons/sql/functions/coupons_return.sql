-- Gives back the uses that a cancelled order made, of batches that say so; returns how many. Again it is none.
CREATE OR REPLACE FUNCTION coupons_return(p_order uuid, p_at timestamptz)
RETURNS int LANGUAGE plpgsql AS $$
DECLARE v_uses uuid[]; v_data text[];
BEGIN
    WITH given AS (
        UPDATE coupons_use AS use SET state = 'returned', settled_at = p_at
          FROM coupons_batch AS batch
         WHERE use.order_id = p_order AND use.state = 'confirmed' AND batch.id = use.batch_id AND batch.returns
        RETURNING use.id, use.market_id, use.batch_id, use.code_id, use.customer_id, batch.promotion_id
    )
    SELECT coalesce(array_agg(given.id ORDER BY given.id), '{}'),
           array_agg(json_build_object(
               'market', given.market_id, 'batch', given.batch_id, 'promotion', given.promotion_id,
               'coupon', given.code_id, 'order', p_order, 'customer', given.customer_id)::text ORDER BY given.id)
      INTO v_uses, v_data FROM given;
    IF cardinality(v_uses) > 0 THEN
        PERFORM outbox_emit(
            array_fill('coupons.returned.v1'::text, ARRAY[cardinality(v_uses)]), v_uses,
            array_fill(2, ARRAY[cardinality(v_uses)]), v_data, p_at);
        PERFORM coupons_count('{}', v_uses);
    END IF;
    RETURN cardinality(v_uses);
END $$;
