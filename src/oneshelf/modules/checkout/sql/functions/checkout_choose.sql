-- Notes how the goods of a checkout reach the shopper and holds them, in one round trip: what was held for an earlier
-- choice is given back first, and a payment made for it counts no more. Refuses with checkout_changed when the checkout
-- is not at p_version any more, and with out_of_stock; either undoes everything.
-- Nothing calls it any more but the release before, which may still run.
CREATE OR REPLACE FUNCTION checkout_choose(
    p_checkout uuid, p_version int, p_method text, p_place uuid, p_contact text, p_quote text, p_expires timestamptz,
    p_market uuid, p_at timestamptz, p_lines int[], p_variants uuid[], p_quantities bigint[],
    p_event_types text[], p_event_aggregates uuid[], p_event_sequences int[], p_event_data text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE checkout_checkout
       SET method = p_method, place_id = p_place, contact = p_contact, quote = p_quote, payment_id = NULL,
           expires_at = p_expires, version = version + 1
     WHERE id = p_checkout AND state = 'open' AND version = p_version;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'checkout_changed' USING ERRCODE = 'OS409',
            DETAIL = json_build_object('checkout', p_checkout)::text;
    END IF;
    PERFORM outbox_emit(p_event_types, p_event_aggregates, p_event_sequences, p_event_data, p_at);
    IF p_version > 1 THEN  -- a first choice has nothing to give back
        PERFORM inventory_release('checkout', p_checkout);
    END IF;
    PERFORM inventory_reserve(
        p_market, 'checkout', p_checkout, p_expires, p_at, p_lines, array_fill(p_place, ARRAY[cardinality(p_lines)]),
        p_variants, p_quantities);
END $$;
