-- walks the whole table: a trial balance adds up everything a book ever moved.
SELECT
    a.code,
    a.currency,
    coalesce(sum(side.debit), 0)::bigint AS debits,
    coalesce(sum(side.credit), 0)::bigint AS credits,
    coalesce(sum(side.credit - side.debit), 0)::bigint AS balance
FROM ledger_account AS a
LEFT JOIN (
    SELECT debit AS account, sum(amount) AS debit, 0 AS credit
    FROM ledger_transfer
    WHERE book = %(book)s::uuid
    GROUP BY debit
    UNION ALL
    SELECT credit AS account, 0 AS debit, sum(amount) AS credit
    FROM ledger_transfer
    WHERE book = %(book)s::uuid
    GROUP BY credit
) AS side ON side.account = a.id
WHERE a.book = %(book)s::uuid
GROUP BY a.code, a.currency
ORDER BY a.code, a.currency
