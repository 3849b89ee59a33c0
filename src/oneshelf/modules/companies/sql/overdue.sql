-- The number of the invoice for which a company gets no more credit: it should have been paid, grace included.
SELECT invoice.number
  FROM companies_document AS invoice
  JOIN companies_company AS company ON company.id = invoice.company_id
 WHERE invoice.company_id = %(company)s::uuid AND invoice.kind = 'invoice'
   AND invoice.amount > invoice.paid + invoice.credited AND invoice.due_on + company.grace_days < %(today)s::date
 ORDER BY invoice.due_on, invoice.number
 LIMIT 1
