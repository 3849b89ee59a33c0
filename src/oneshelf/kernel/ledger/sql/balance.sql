-- What stands on an account: what it was given less what was taken from it.
SELECT
    coalesce((SELECT sum(amount) FROM ledger_transfer WHERE credit = %(account)s::uuid), 0)::bigint
    - coalesce((SELECT sum(amount) FROM ledger_transfer WHERE debit = %(account)s::uuid), 0)::bigint AS balance
