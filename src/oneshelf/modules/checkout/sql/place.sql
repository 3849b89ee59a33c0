-- Places an order in one trip (see functions/checkout_place.sql).
SELECT checkout_place(
    p_client => %(client)s, p_operation => %(operation)s, p_key => %(key)s, p_body_hash => %(body_hash)s,
    p_answer => %(answer)s, p_checkout => %(checkout)s, p_checkout_version => %(checkout_version)s,
    p_claimed_payment => %(claimed_payment)s, p_claimed_payable => %(claimed_payable)s,
    p_claimed_amount => %(claimed_amount)s, p_claimed_hash => %(claimed_hash)s, p_market => %(market)s,
    p_order => %(order)s, p_number => %(number)s, p_channel => %(channel)s, p_place => %(place)s,
    p_customer => %(customer)s, p_staff => %(staff)s, p_till => %(till)s, p_device => %(device)s,
    p_campaign => %(campaign)s, p_method => %(method)s, p_state => %(state)s, p_currency => %(currency)s,
    p_items => %(items)s, p_delivery => %(delivery)s, p_tax => %(tax)s, p_version => %(version)s, p_at => %(at)s,
    p_contact => %(contact)s, p_lines => %(lines)s, p_variants => %(variants)s, p_skus => %(skus)s,
    p_titles => %(titles)s, p_gtins => %(gtins)s, p_pictures => %(pictures)s, p_units => %(units)s,
    p_quantities => %(quantities)s, p_unit_prices => %(unit_prices)s, p_pers => %(pers)s, p_amounts => %(amounts)s,
    p_tax_classes => %(tax_classes)s, p_taxes => %(taxes)s, p_payments => %(payments)s,
    p_payment_methods => %(payment_methods)s, p_gateways => %(gateways)s, p_references => %(references)s,
    p_payment_states => %(payment_states)s, p_payment_amounts => %(payment_amounts)s,
    p_consignment => %(consignment)s, p_due => %(due)s, p_stock => %(stock)s, p_customer_place => %(customer_place)s,
    p_event_types => %(event_types)s, p_event_aggregates => %(event_aggregates)s,
    p_event_sequences => %(event_sequences)s, p_event_data => %(event_data)s)
