-- What stood on an account just before an instant.
SELECT
    coalesce(
        (
            SELECT sum(amount)
            FROM ledger_transfer
            WHERE credit = %(account)s::uuid AND occurred_at < %(before)s::timestamptz
        ), 0
    )::bigint
    - coalesce(
        (
            SELECT sum(amount)
            FROM ledger_transfer
            WHERE debit = %(account)s::uuid AND occurred_at < %(before)s::timestamptz
        ), 0
    )::bigint AS balance
