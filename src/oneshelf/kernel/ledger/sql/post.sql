-- Posts transfers of one book and currency.
SELECT ledger_post(
    %(book)s::uuid, %(currency)s::text, %(cause_kind)s::text, %(causes)s::uuid[], %(legs)s::int[],
    %(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[], %(at)s::timestamptz
)
