-- Takes uses of promotions for an owner, in place of what another holds for it, or refuses.
SELECT promotions_take(
    %(market)s::uuid, %(owner)s::uuid, %(instead_of)s::uuid, %(customer)s::uuid, %(day)s::date,
    %(promotions)s::uuid[], %(off)s::bigint[], %(expires_at)s::timestamptz, %(at)s::timestamptz
)
