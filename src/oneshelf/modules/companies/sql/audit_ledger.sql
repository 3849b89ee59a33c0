-- walks the whole table: each document and payment is one transfer with its company's account, and nothing else is.
WITH wanted AS (
    SELECT document.id, document.kind, format('company:%%s', document.company_id) AS company,
           CASE WHEN document.kind = 'invoice' THEN document.amount ELSE -document.amount END AS amount
      FROM companies_document AS document
    UNION ALL
    SELECT settlement.id, 'settlement', format('company:%%s', settlement.company_id), -settlement.amount
      FROM companies_settlement AS settlement
), posted AS (
    SELECT transfer.cause AS id, transfer.cause_kind AS kind, account.code AS company,
           sum(CASE WHEN transfer.debit = account.id THEN transfer.amount ELSE -transfer.amount END)::bigint AS amount
      FROM ledger_account AS account
      JOIN ledger_transfer AS transfer ON account.id IN (transfer.debit, transfer.credit)
     WHERE account.code LIKE 'company:%%'
     GROUP BY transfer.cause, transfer.cause_kind, account.code
)
SELECT 'what a company owes stands in the ledger' AS "check",
       format('%%s %%s', coalesce(wanted.kind, posted.kind), coalesce(wanted.id, posted.id)) AS subject,
       format('%%s of %%s', coalesce(posted.amount, 0), posted.company) AS found,
       format('%%s of %%s', coalesce(wanted.amount, 0), wanted.company) AS expected
  FROM wanted
  FULL JOIN posted ON posted.id = wanted.id AND posted.kind = wanted.kind
 WHERE (wanted.company, wanted.amount) IS DISTINCT FROM (posted.company, posted.amount)
