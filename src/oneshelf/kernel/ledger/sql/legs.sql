-- What a cause moved, leg by leg.
SELECT d.code AS debit, c.code AS credit, t.amount
FROM ledger_transfer AS t
JOIN ledger_account AS d ON d.id = t.debit
JOIN ledger_account AS c ON c.id = t.credit
WHERE t.cause_kind = %(kind)s::text AND t.cause = %(cause)s::uuid
ORDER BY t.leg
