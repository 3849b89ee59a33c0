-- Notes a way of delivery and holds the goods (see functions/checkout_choose.sql).
SELECT checkout_choose(
    %(checkout)s, %(version)s, %(method)s, %(place)s, %(contact)s, %(quote)s, %(expires)s, %(market)s, %(at)s,
    %(lines)s, %(variants)s, %(quantities)s,
    %(event_types)s, %(event_aggregates)s, %(event_sequences)s, %(event_data)b)
