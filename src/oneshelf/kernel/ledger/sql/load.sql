-- Posts a batch of history between accounts without a floor; what was posted before is left as it is.
INSERT INTO ledger_transfer (book, debit, credit, amount, currency, cause_kind, cause, leg, occurred_at)
SELECT
    %(book)s::uuid,
    ledger_account_id(%(book)s::uuid, t.debit, %(currency)s::text),
    ledger_account_id(%(book)s::uuid, t.credit, %(currency)s::text),
    t.amount,
    %(currency)s::text,
    %(cause_kind)s::text,
    t.cause,
    t.leg,
    t.occurred_at
FROM unnest(
    %(causes)s::uuid[], %(legs)s::int[], %(debits)s::text[], %(credits)s::text[], %(amounts)s::bigint[],
    %(instants)s::timestamptz[]
) AS t (cause, leg, debit, credit, amount, occurred_at)
ON CONFLICT (cause_kind, cause, leg) DO NOTHING
