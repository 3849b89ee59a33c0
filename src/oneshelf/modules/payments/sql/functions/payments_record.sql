-- Writes the payments of an order at once, claimed by it: captured ones with their transfer from `tender:<method>` to
-- `orders`, authorised ones without. All in one currency. The caller emits their events (`payments.recorded`).
CREATE OR REPLACE FUNCTION payments_record(
    p_market uuid, p_payable uuid, p_order uuid, p_currency text, p_at timestamptz,
    p_ids uuid[], p_methods text[], p_gateways text[], p_references text[], p_states text[], p_amounts bigint[]
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_ids uuid[];
    v_debits text[];
    v_amounts bigint[];
BEGIN
    INSERT INTO payments_payment (
        id, market_id, payable_id, claimed_by, method, gateway, gateway_reference, currency, amount, captured,
        state, version, occurred_at
    )
    SELECT
        tender.id, p_market, p_payable, p_order, tender.method, tender.gateway, tender.reference, p_currency,
        tender.amount, CASE WHEN tender.state = 'captured' THEN tender.amount ELSE 0 END, tender.state, 1, p_at
    FROM unnest(p_ids, p_methods, p_gateways, p_references, p_states, p_amounts)
        AS tender (id, method, gateway, reference, state, amount);

    SELECT array_agg(tender.id), array_agg('tender:' || tender.method), array_agg(tender.amount)
    INTO v_ids, v_debits, v_amounts
    FROM unnest(p_ids, p_methods, p_states, p_amounts) AS tender (id, method, state, amount)
    WHERE tender.state = 'captured';
    IF v_ids IS NOT NULL THEN
        PERFORM ledger_post(
            p_market, p_currency, 'payment', v_ids, array_fill(1, ARRAY[cardinality(v_ids)]),
            v_debits, array_fill('orders'::text, ARRAY[cardinality(v_ids)]), v_amounts, p_at
        );
    END IF;
END
$$;
