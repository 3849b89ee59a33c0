-- Notes a way of delivery and holds the goods (see functions/checkout_arrange.sql).
SELECT checkout_arrange(
    %(checkout)s, %(version)s, %(method)s, %(place)s, %(parcels)s, %(promised)s, %(decision)s, %(contact)s, %(quote)s,
    %(expires)s, %(market)s, %(channel)s, %(at)s, %(lines)s, %(variants)s, %(quantities)s,
    %(demand_lines)s, %(demand_places)s, %(demand_variants)s, %(demand_quantities)s, %(demand_pers)s, %(withheld)s,
    %(slot_places)s, %(slots)s, %(held)s,
    %(event_types)s, %(event_aggregates)s, %(event_sequences)s, %(event_data)s)
