-- Places an order: every row that makes it true, in one transaction and one round trip.
--
-- It claims the request's idempotency key, closes the checkout it came from (if any) and its cart, writes order,
-- payments, ledger and consignments through the faces of the lower modules, emits the events, and takes the stock last,
-- since a level is the one row that other orders wait for: a checkout's hold becomes the order's allocation, goods
-- taken now are sold, any other order reserves. The checkout keeps no contact: the order has it. Gives the stored
-- answer when the request came before, otherwise NULL; any refusal undoes everything.
--
-- Without demand arrays each line is taken as it is from `p_place`; without part arrays all lines go with the only
-- consignment. `p_anew` gives back what is left of the checkout's hold and reserves for the order. A statement with
-- more than 50 parameters is parsed by psycopg at each order, which costs 0.2 ms: so texts and ids that belong together
-- come as arrays: p_request (client, operation, key, answer), p_claimed (payment, payable), p_who (channel, customer,
-- staff, till), p_words (number, device, campaign, method, currency, 'overruled' where goods are sold that rules keep
-- back or fences set apart, and the name of the rounding), p_sums (items, delivery, what the claimed payment pays, the
-- tax of the delivery). The release before, which may still run, says neither rounding nor that tax.
CREATE OR REPLACE FUNCTION checkout_write_order(
    p_request text[], p_body_hash bytea,
    p_checkout uuid, p_checkout_version int, p_anew boolean, p_claimed uuid[], p_claimed_hash text,
    p_market uuid, p_order uuid, p_place uuid, p_who uuid[], p_words text[], p_sums bigint[],
    p_at timestamptz, p_contact text[],
    p_lines int[], p_variants uuid[], p_skus text[], p_titles text[], p_gtins text[], p_pictures text[], p_units text[],
    p_quantities bigint[], p_unit_prices bigint[], p_pers bigint[], p_amounts bigint[], p_tax_classes text[],
    p_taxes bigint[],
    p_payments uuid[], p_payment_methods text[], p_payment_amounts bigint[],
    p_consignments uuid[], p_consignment_places uuid[], p_dues timestamptz[], p_slots timestamptz[],
    p_part_consignments uuid[], p_part_lines int[], p_part_quantities bigint[],
    p_demand_lines int[], p_demand_places uuid[], p_demand_variants uuid[], p_demand_quantities bigint[],
    p_demand_pers bigint[], p_withheld bigint[],
    p_customer_place uuid,
    p_event_types text[], p_event_aggregates uuid[], p_event_sequences int[], p_event_data text[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_stored text;
    v_cart uuid;
    v_promised timestamptz;
    v_decision json;
    v_method text := p_words[4];
    v_taken boolean := v_method = 'take_now';  -- the goods leave at once: placed and completed, two changes
    v_none text[] := array_fill(''::text, ARRAY[coalesce(cardinality(p_payments), 0)]);
    v_demand_lines int[] := coalesce(p_demand_lines, p_lines);
    v_demand_places uuid[] := coalesce(p_demand_places, array_fill(p_place, ARRAY[cardinality(p_lines)]));
    v_demand_variants uuid[] := coalesce(p_demand_variants, p_variants);
    v_demand_quantities bigint[] := coalesce(p_demand_quantities, p_quantities);
BEGIN
    IF p_request IS NOT NULL THEN
        SELECT claim.stored_answer INTO v_stored
          FROM idempotency_claim(p_request[1], p_request[2], p_request[3], p_body_hash, 201, p_request[4]) AS claim;
        IF v_stored IS NOT NULL THEN RETURN v_stored; END IF;
    END IF;
    IF p_checkout IS NOT NULL THEN
        UPDATE checkout_checkout SET state = 'completed', contact = '', version = version + 1
         WHERE id = p_checkout AND state = 'open' AND version = p_checkout_version
        RETURNING cart_id, promised_by, nullif(decision, '')::json INTO v_cart, v_promised, v_decision;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'checkout_changed' USING ERRCODE = 'OS409',
                DETAIL = json_build_object('checkout', p_checkout)::text;
        END IF;
        IF v_cart IS NOT NULL THEN
            PERFORM carts_mark_ordered(v_cart);
        END IF;
    END IF;
    PERFORM orders_book(
        p_market, p_order, p_words[1], p_who[1], p_place, p_who[2], p_who[3], p_who[4], p_words[2], p_words[3], v_method,
        CASE WHEN v_taken THEN 'completed' ELSE 'placed' END, p_words[5], p_sums[1], p_sums[2],
        (SELECT sum(tax)::bigint FROM unnest(p_taxes) AS tax) + coalesce(p_sums[4], 0), CASE WHEN v_taken THEN 2 ELSE 1 END, p_at,
        CASE WHEN NOT v_taken THEN coalesce(v_promised, (SELECT max(due) FROM unnest(p_dues) AS due)) END, p_contact,
        p_lines, p_variants, p_skus, p_titles, p_gtins, p_pictures, p_units, p_quantities, p_unit_prices, p_pers, p_amounts, p_tax_classes, p_taxes,
        coalesce(p_words[7], 'line_half_away'));
    IF p_claimed IS NOT NULL THEN
        PERFORM payments_claim(p_claimed[1], p_claimed[2], p_order, p_sums[3], p_claimed_hash);
    END IF;
    IF p_payments IS NOT NULL THEN
        PERFORM payments_record(
            p_market, p_order, p_order, p_words[5], p_at, p_payments, p_payment_methods, v_none, v_none,
            array_fill('captured'::text, ARRAY[cardinality(p_payments)]), p_payment_amounts);
    END IF;
    IF p_part_lines IS NOT NULL THEN
        PERFORM fulfilment_open(
            p_market, p_order, p_words[1], p_at, p_consignments, p_consignment_places,
            array_fill(v_method, ARRAY[cardinality(p_consignments)]), p_dues, p_part_consignments, p_part_lines,
            array_agg(p_variants[part.line]), array_agg(p_titles[part.line]), array_agg(p_skus[part.line]), p_part_quantities)
           FROM unnest(p_part_lines) AS part (line);
    ELSIF p_consignments IS NOT NULL THEN
        PERFORM fulfilment_open(
            p_market, p_order, p_words[1], p_at, p_consignments, p_consignment_places, ARRAY[v_method], p_dues,
            array_fill(p_consignments[1], ARRAY[cardinality(p_lines)]), p_lines, p_variants, p_titles, p_skus, p_quantities);
    END IF;
    IF v_decision IS NOT NULL THEN
        PERFORM sourcing_note_decision(
            (v_decision->>'id')::uuid, p_market, p_order, v_decision->>'cause', (v_decision->>'policy')::uuid,
            (v_decision->>'policy_version')::int, p_at,
            ARRAY(SELECT json_array_elements_text(v_decision->'places')::uuid),
            ARRAY(SELECT json_array_elements_text(v_decision->'place_lines')::int), v_decision->>'record');
    END IF;
    IF p_anew THEN
        PERFORM sourcing_release_capacity(p_order);
    END IF;
    IF p_slots IS NOT NULL THEN
        PERFORM sourcing_take_capacity(
            p_market, p_order, p_consignment_places, p_slots, array_fill(1, ARRAY[cardinality(p_slots)]));
    END IF;
    PERFORM outbox_emit(p_event_types, p_event_aggregates, p_event_sequences, p_event_data, p_at);
    IF p_checkout IS NOT NULL AND NOT p_anew THEN
        PERFORM inventory_allocate(p_checkout, p_order, cardinality(v_demand_lines));
    ELSIF v_taken THEN
        PERFORM inventory_sell_over_counter(
            p_market, p_order, p_at, p_customer_place, v_demand_lines, v_demand_places, v_demand_variants,
            v_demand_quantities, p_who[1], p_withheld, coalesce(p_words[6] = 'overruled', false));
    ELSE
        IF p_anew THEN
            PERFORM inventory_release('checkout', p_checkout);
        END IF;
        PERFORM inventory_promise(
            p_market, 'order', p_order, p_who[1], NULL, p_at, v_demand_lines, v_demand_places, v_demand_variants,
            v_demand_quantities, p_demand_pers, p_withheld);
    END IF;
    RETURN NULL;
END $$;
