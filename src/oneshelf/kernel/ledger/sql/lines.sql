-- A page of an account's transfers in a half-open window, oldest first; the amount is signed as the account sees it.
SELECT line.id, line.occurred_at, other.code AS other, line.amount, line.cause_kind, line.cause, line.leg
FROM (
    (
        SELECT id, occurred_at, debit AS other, amount, cause_kind, cause, leg
        FROM ledger_transfer
        WHERE
            credit = %(account)s::uuid
            AND occurred_at < %(until)s::timestamptz
            AND (occurred_at, id) > (%(since)s::timestamptz, %(after)s::uuid)
        ORDER BY occurred_at, id
        LIMIT %(most)s::int
    )
    UNION ALL
    (
        SELECT id, occurred_at, credit AS other, -amount AS amount, cause_kind, cause, leg
        FROM ledger_transfer
        WHERE
            debit = %(account)s::uuid
            AND occurred_at < %(until)s::timestamptz
            AND (occurred_at, id) > (%(since)s::timestamptz, %(after)s::uuid)
        ORDER BY occurred_at, id
        LIMIT %(most)s::int
    )
) AS line
JOIN ledger_account AS other ON other.id = line.other
ORDER BY line.occurred_at, line.id
LIMIT %(most)s::int
