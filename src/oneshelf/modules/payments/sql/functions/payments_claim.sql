-- Lets an order claim an authorised or captured payment, exactly once: it must have been made for this payable, this
-- amount and this basket. Refuses with payment_already_claimed, payment_for_another_basket or payment_not_ready.
CREATE OR REPLACE FUNCTION payments_claim(
    p_payment uuid, p_payable uuid, p_order uuid, p_amount bigint, p_bound_hash text
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_payment record;
BEGIN
    UPDATE payments_payment SET claimed_by = p_order
    WHERE id = p_payment AND claimed_by IS NULL AND payable_id = p_payable AND amount = p_amount
        AND bound_hash = p_bound_hash AND state IN ('authorised', 'captured') AND asked <> 'void' AND refunding = 0;
    IF FOUND THEN
        RETURN;
    END IF;

    SELECT claimed_by, payable_id, amount, bound_hash, state INTO v_payment FROM payments_payment WHERE id = p_payment;
    IF v_payment.claimed_by IS NOT NULL THEN
        RAISE EXCEPTION 'payment_already_claimed' USING ERRCODE = 'OS409',
            DETAIL = json_build_object('payment', p_payment, 'order', v_payment.claimed_by)::text;
    END IF;
    IF v_payment.payable_id <> p_payable OR v_payment.amount <> p_amount OR v_payment.bound_hash <> p_bound_hash THEN
        RAISE EXCEPTION 'payment_for_another_basket' USING ERRCODE = 'OS409',
            DETAIL = json_build_object('payment', p_payment)::text;
    END IF;
    RAISE EXCEPTION 'payment_not_ready' USING ERRCODE = 'OS409',
        DETAIL = json_build_object('payment', p_payment, 'state', coalesce(v_payment.state, 'unknown'))::text;
END
$$;
