-- Opens the consignments of an order; see the function.
SELECT fulfilment_open(
    %(market)s::uuid, %(order)s::uuid, %(order_number)s::text, %(at)s::timestamptz,
    %(ids)s::uuid[], %(places)s::uuid[], %(methods)s::text[], %(due)s::timestamptz[],
    %(line_consignments)s::uuid[], %(line_numbers)s::int[], %(line_variants)s::uuid[], %(line_titles)s::text[],
    %(line_skus)s::text[], %(line_quantities)s::bigint[]
)
