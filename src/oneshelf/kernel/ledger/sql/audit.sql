-- walks the whole table: the audit adds every account up again and looks at both ends of every transfer.
WITH sums AS (
    SELECT account, sum(amount)::bigint AS balance
    FROM (
        SELECT credit AS account, amount FROM ledger_transfer
        UNION ALL
        SELECT debit AS account, -amount AS amount FROM ledger_transfer
    ) AS side
    GROUP BY account
)
SELECT a.id AS row, 'kept balance is not the sum of its transfers' AS fault, a.balance AS found,
    coalesce(s.balance, 0) AS expected
FROM ledger_account AS a
LEFT JOIN sums AS s ON s.account = a.id
WHERE a.floor IS NOT NULL AND a.balance <> coalesce(s.balance, 0)
UNION ALL
SELECT a.id, 'account is not named after its book, code and currency', NULL, NULL
FROM ledger_account AS a
WHERE a.id <> ledger_account_id(a.book, a.code, a.currency)
UNION ALL
SELECT t.id, 'transfer has an end in no account of its book and currency', NULL, NULL
FROM ledger_transfer AS t
LEFT JOIN ledger_account AS d ON d.id = t.debit AND d.book = t.book AND d.currency = t.currency
LEFT JOIN ledger_account AS c ON c.id = t.credit AND c.book = t.book AND c.currency = t.currency
WHERE d.id IS NULL OR c.id IS NULL
ORDER BY fault, row
