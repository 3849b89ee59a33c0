-- walks the whole table: the credit that a company takes is what it has ordered and what its invoices leave open.
WITH ordered AS (
    SELECT purchase.company_id, sum(purchase.ordered)::bigint AS amount
      FROM companies_purchase AS purchase GROUP BY purchase.company_id
), owed AS (
    SELECT invoice.company_id, sum(invoice.amount - invoice.paid - invoice.credited)::bigint AS amount
      FROM companies_document AS invoice WHERE invoice.kind = 'invoice' GROUP BY invoice.company_id
)
SELECT 'the credit of a company is what it ordered and owes' AS "check", format('company %%s', company.id) AS subject,
       format('%%s ordered, %%s owed', company.ordered, company.owed) AS found,
       format('%%s ordered, %%s owed', coalesce(ordered.amount, 0), coalesce(owed.amount, 0)) AS expected
  FROM companies_company AS company
  LEFT JOIN ordered ON ordered.company_id = company.id
  LEFT JOIN owed ON owed.company_id = company.id
 WHERE (company.ordered, company.owed) <> (coalesce(ordered.amount, 0), coalesce(owed.amount, 0))
