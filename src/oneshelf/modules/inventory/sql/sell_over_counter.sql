-- Sells what leaves at once beside the rest of an order (see functions/inventory_sell_over_counter.sql).
SELECT inventory_sell_over_counter(
    %(market)s, %(order)s, %(at)s, %(customer_place)s, %(lines)s, %(places)s, %(variants)s, %(quantities)s,
    %(channel)s, %(withheld)s, %(overrule)s)
