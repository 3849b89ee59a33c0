-- Claims a payment for an order; see the function.
SELECT payments_claim(
    %(payment)s::uuid, %(payable)s::uuid, %(order)s::uuid, %(amount)s::bigint, %(bound_hash)s::text
)
