-- Places an order in one trip (see functions/checkout_place.sql, whose order of parameters this is). Texts go as binary
-- arrays: quoting the JSON of events for a textual one costs more than all the rest of the adaptation.
SELECT checkout_place(
    %(client)s, %(operation)s, %(key)s, %(body_hash)s, %(answer)s, %(checkout)s, %(checkout_version)s,
    %(claimed_payment)s, %(claimed_payable)s, %(claimed_amount)s, %(claimed_hash)s, %(market)s, %(order)s,
    %(number)s, %(channel)s, %(place)s, %(customer)s, %(staff)s, %(till)s, %(device)s, %(campaign)s, %(method)s,
    %(currency)s, %(items)s, %(delivery)s, %(at)s, %(contact)s, %(lines)s, %(variants)s, %(skus)b, %(titles)b,
    %(gtins)s, %(pictures)s, %(units)s, %(quantities)s, %(unit_prices)s, %(pers)s, %(amounts)s, %(tax_classes)s,
    %(taxes)s, %(payments)s, %(payment_methods)s, %(payment_amounts)s, %(consignment)s, %(due)s,
    %(customer_place)s, %(event_types)s, %(event_aggregates)s, %(event_sequences)s, %(event_data)b)
