-- walks the whole table: what each payment has captured is what the ledger took from its tender, and nothing else is.
WITH posted AS (
    SELECT transfer.cause, sum(transfer.amount)::bigint AS amount, min(account.code) AS account
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS account ON account.id = transfer.debit
    WHERE transfer.cause_kind = 'payment'
    GROUP BY transfer.cause
)
SELECT
    'captured equals the ledger' AS "check", format('payment %%s', coalesce(payment.id, posted.cause)) AS subject,
    format('%%s of tender:%%s', coalesce(payment.captured, 0), payment.method) AS found,
    format('%%s of %%s', coalesce(posted.amount, 0), posted.account) AS expected
FROM payments_payment AS payment
FULL JOIN posted ON posted.cause = payment.id
WHERE
    coalesce(payment.captured, 0) <> coalesce(posted.amount, 0)
    OR posted.account <> 'tender:' || payment.method
