-- Places an order: every row that makes it true, in one transaction and one round trip.
--
-- It claims the request's idempotency key, closes the checkout it came from (if any) and its cart, writes order,
-- payments, ledger and consignment through the faces of the lower modules, emits the events, and takes the stock last,
-- since a level is the one row that other orders wait for: a checkout's hold becomes the order's allocation, goods
-- taken now are sold, any other order reserves. The checkout keeps no contact: the order has it. Gives the stored
-- answer when the request came before, otherwise NULL; any refusal undoes everything.
-- It has 50 parameters: of a statement with more, psycopg does not remember the parsed text, at 0.2 ms an order.
-- Nothing calls it any more but the release before, which may still run.
CREATE OR REPLACE FUNCTION checkout_place(
    p_client text, p_operation text, p_key text, p_body_hash bytea, p_answer text,
    p_checkout uuid, p_checkout_version int, p_claimed_payment uuid, p_claimed_payable uuid,
    p_claimed_amount bigint, p_claimed_hash text,
    p_market uuid, p_order uuid, p_number text, p_channel uuid, p_place uuid, p_customer uuid, p_staff uuid,
    p_till uuid,
    p_device text, p_campaign text, p_method text, p_currency text, p_items bigint, p_delivery bigint,
    p_at timestamptz, p_contact text[],
    p_lines int[], p_variants uuid[], p_skus text[], p_titles text[], p_gtins text[], p_pictures text[], p_units text[],
    p_quantities bigint[], p_unit_prices bigint[], p_pers bigint[], p_amounts bigint[], p_tax_classes text[],
    p_taxes bigint[],
    p_payments uuid[], p_payment_methods text[], p_payment_amounts bigint[],
    p_consignment uuid, p_due timestamptz,
    p_customer_place uuid,
    p_event_types text[], p_event_aggregates uuid[], p_event_sequences int[], p_event_data text[])
RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    v_stored text;
    v_cart uuid;
    v_places uuid[] := array_fill(p_place, ARRAY[cardinality(p_lines)]);
    v_taken boolean := p_method = 'take_now';  -- the goods leave at once: placed and completed, two changes
    v_none text[] := array_fill(''::text, ARRAY[coalesce(cardinality(p_payments), 0)]);
BEGIN
    IF p_key IS NOT NULL THEN
        SELECT claim.stored_answer INTO v_stored
          FROM idempotency_claim(p_client, p_operation, p_key, p_body_hash, 201, p_answer) AS claim;
        IF v_stored IS NOT NULL THEN RETURN v_stored; END IF;
    END IF;
    IF p_checkout IS NOT NULL THEN
        UPDATE checkout_checkout SET state = 'completed', contact = '', version = version + 1
         WHERE id = p_checkout AND state = 'open' AND version = p_checkout_version
        RETURNING cart_id INTO v_cart;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'checkout_changed' USING ERRCODE = 'OS409',
                DETAIL = json_build_object('checkout', p_checkout)::text;
        END IF;
        IF v_cart IS NOT NULL THEN
            PERFORM carts_mark_ordered(v_cart);
        END IF;
    END IF;
    PERFORM orders_write(
        p_market, p_order, p_number, p_channel, p_place, p_customer, p_staff, p_till, p_device, p_campaign, p_method,
        CASE WHEN v_taken THEN 'completed' ELSE 'placed' END, p_currency, p_items, p_delivery,
        (SELECT sum(tax)::bigint FROM unnest(p_taxes) AS tax), CASE WHEN v_taken THEN 2 ELSE 1 END, p_at, p_contact,
        p_lines, p_variants, p_skus, p_titles, p_gtins, p_pictures, p_units, p_quantities, p_unit_prices, p_pers, p_amounts, p_tax_classes, p_taxes);
    IF p_claimed_payment IS NOT NULL THEN
        PERFORM payments_claim(p_claimed_payment, p_claimed_payable, p_order, p_claimed_amount, p_claimed_hash);
    END IF;
    IF p_payments IS NOT NULL THEN
        PERFORM payments_record(
            p_market, p_order, p_order, p_currency, p_at, p_payments, p_payment_methods, v_none, v_none,
            array_fill('captured'::text, ARRAY[cardinality(p_payments)]), p_payment_amounts);
    END IF;
    IF p_consignment IS NOT NULL THEN
        PERFORM fulfilment_open(
            p_market, p_order, p_number, p_at, ARRAY[p_consignment], ARRAY[p_place], ARRAY[p_method], ARRAY[p_due],
            array_fill(p_consignment, ARRAY[cardinality(p_lines)]), p_lines, p_variants, p_titles, p_skus, p_quantities);
    END IF;
    PERFORM outbox_emit(p_event_types, p_event_aggregates, p_event_sequences, p_event_data, p_at);
    IF p_checkout IS NOT NULL THEN
        PERFORM inventory_allocate(p_checkout, p_order, cardinality(p_lines));
    ELSIF v_taken THEN
        PERFORM inventory_sell(p_market, p_order, p_at, p_customer_place, p_lines, v_places, p_variants, p_quantities);
    ELSE
        PERFORM inventory_reserve(
            p_market, 'order', p_order, NULL, p_at, p_lines, v_places, p_variants, p_quantities);
    END IF;
    RETURN NULL;
END $$;
