-- Notes how the goods of a checkout reach the shopper and holds them, in one round trip: what was held for an earlier
-- choice is given back first, and a payment made for it counts no more. Without demand arrays each line is taken as it
-- is from `p_place`. `p_held` is a hold of the same goods that was granted a moment ago, in a group: the checkout takes
-- it over and asks for no more. Refuses with checkout_changed when the checkout is not at p_version any more, and with
-- out_of_stock, hold_expired or place_busy; each undoes everything.
CREATE OR REPLACE FUNCTION checkout_arrange(
    p_checkout uuid, p_version int, p_method text, p_place uuid, p_parcels text, p_promised timestamptz,
    p_decision text, p_contact text, p_quote text,
    p_expires timestamptz, p_market uuid, p_channel uuid, p_at timestamptz,
    p_lines int[], p_variants uuid[], p_quantities bigint[],
    p_demand_lines int[], p_demand_places uuid[], p_demand_variants uuid[], p_demand_quantities bigint[],
    p_demand_pers bigint[], p_withheld bigint[], p_slot_places uuid[], p_slots timestamptz[], p_held uuid,
    p_event_types text[], p_event_aggregates uuid[], p_event_sequences int[], p_event_data text[])
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_order uuid;
BEGIN
    UPDATE checkout_checkout
       SET method = p_method, place_id = p_place, parcels = p_parcels, promised_by = p_promised,
           decision = p_decision, contact = p_contact, quote = p_quote,
           payment_id = NULL, expires_at = p_expires, version = version + 1
     WHERE id = p_checkout AND state = 'open' AND version = p_version
    RETURNING order_id INTO v_order;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'checkout_changed' USING ERRCODE = 'OS409',
            DETAIL = json_build_object('checkout', p_checkout)::text;
    END IF;
    PERFORM outbox_emit(p_event_types, p_event_aggregates, p_event_sequences, p_event_data, p_at);
    IF p_version > 1 THEN  -- a first choice has nothing to give back
        PERFORM sourcing_release_capacity(v_order);
        PERFORM inventory_release('checkout', p_checkout);
    END IF;
    IF p_slots IS NOT NULL THEN
        PERFORM sourcing_take_capacity(
            p_market, v_order, p_slot_places, p_slots, array_fill(1, ARRAY[cardinality(p_slots)]));
    END IF;
    IF p_held IS NOT NULL THEN
        PERFORM inventory_transfer_hold('checkout', p_held, 'checkout', p_checkout, p_at, p_expires, 1);
        RETURN;
    END IF;
    PERFORM inventory_promise(
        p_market, 'checkout', p_checkout, p_channel, p_expires, p_at, coalesce(p_demand_lines, p_lines),
        coalesce(p_demand_places, array_fill(p_place, ARRAY[cardinality(p_lines)])),
        coalesce(p_demand_variants, p_variants), coalesce(p_demand_quantities, p_quantities), p_demand_pers, p_withheld);
END $$;
