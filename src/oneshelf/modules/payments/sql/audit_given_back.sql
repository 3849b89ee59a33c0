-- walks the whole table: what each refund has given back is what the ledger returned to the
-- tender, and nothing else is.
WITH posted AS (
    SELECT transfer.cause, sum(transfer.amount)::bigint AS amount, min(account.code) AS account
    FROM ledger_transfer AS transfer
    JOIN ledger_account AS account ON account.id = transfer.credit
    WHERE transfer.cause_kind = 'refund'
    GROUP BY transfer.cause
), done AS (
    SELECT refund.id, refund.amount, payment.method
    FROM payments_refund AS refund
    JOIN payments_payment AS payment ON payment.id = refund.payment_id
    WHERE refund.state = 'done'
)
SELECT
    'refund equals the ledger' AS "check", format('refund %%s', coalesce(done.id, posted.cause)) AS subject,
    format('%%s to tender:%%s', coalesce(done.amount, 0), done.method) AS found,
    format('%%s to %%s', coalesce(posted.amount, 0), posted.account) AS expected
FROM done
FULL JOIN posted ON posted.cause = done.id
WHERE coalesce(done.amount, 0) <> coalesce(posted.amount, 0) OR posted.account <> 'tender:' || done.method
