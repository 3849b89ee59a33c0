-- Places an order in one trip (see functions/checkout_write_order.sql, whose order of parameters this is). Texts go as
-- binary arrays: quoting the JSON of events for a textual one costs more than all the rest of the adaptation.
SELECT checkout_write_order(
    %(request)s, %(body_hash)s, %(checkout)s, %(checkout_version)s, %(anew)s, %(claimed)s, %(claimed_hash)s,
    %(market)s, %(order)s, %(place)s, %(who)s, %(words)s, %(sums)s, %(at)s, %(contact)s,
    %(lines)s, %(variants)s, %(skus)s, %(titles)s, %(gtins)s, %(pictures)s, %(units)s, %(quantities)s, %(unit_prices)s,
    %(pers)s, %(amounts)s, %(tax_classes)s, %(taxes)s, %(payments)s, %(payment_methods)s, %(payment_amounts)s,
    %(consignments)s, %(consignment_places)s, %(dues)s, %(slots)s, %(part_consignments)s, %(part_lines)s,
    %(part_quantities)s,
    %(demand_lines)s, %(demand_places)s, %(demand_variants)s, %(demand_quantities)s, %(demand_pers)s, %(withheld)s,
    %(customer_place)s, %(event_types)s, %(event_aggregates)s, %(event_sequences)s, %(event_data)s)
