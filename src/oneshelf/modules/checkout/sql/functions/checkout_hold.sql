-- Notes and holds as checkout_arrange does, never in a group: this is how the release before holds.
CREATE OR REPLACE FUNCTION checkout_hold(
    p_checkout uuid, p_version int, p_method text, p_place uuid, p_parcels text, p_promised timestamptz,
    p_decision text, p_contact text, p_quote text,
    p_expires timestamptz, p_market uuid, p_channel uuid, p_at timestamptz,
    p_lines int[], p_variants uuid[], p_quantities bigint[],
    p_demand_lines int[], p_demand_places uuid[], p_demand_variants uuid[], p_demand_quantities bigint[],
    p_demand_pers bigint[], p_withheld bigint[], p_slot_places uuid[], p_slots timestamptz[],
    p_event_types text[], p_event_aggregates uuid[], p_event_sequences int[], p_event_data text[])
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM checkout_arrange(
        p_checkout, p_version, p_method, p_place, p_parcels, p_promised, p_decision, p_contact, p_quote, p_expires,
        p_market, p_channel, p_at, p_lines, p_variants, p_quantities, p_demand_lines, p_demand_places,
        p_demand_variants, p_demand_quantities, p_demand_pers, p_withheld, p_slot_places, p_slots, NULL,
        p_event_types, p_event_aggregates, p_event_sequences, p_event_data);
END $$;
