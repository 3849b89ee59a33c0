-- Posts the inverse of a cause's transfers.
SELECT ledger_reverse(
    %(cause_kind)s::text, %(cause)s::uuid, %(by_kind)s::text, %(by)s::uuid, %(at)s::timestamptz
) AS reversed
