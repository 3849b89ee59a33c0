-- Writes the payments of an order; see the function.
SELECT payments_record(
    %(market)s::uuid, %(payable)s::uuid, %(order)s::uuid, %(currency)s::text, %(at)s::timestamptz,
    %(ids)s::uuid[], %(methods)s::text[], %(gateways)s::text[], %(references)s::text[], %(states)s::text[],
    %(amounts)s::bigint[]
)
