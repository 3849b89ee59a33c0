-- What moved a company's account in [since, until), the last first.
SELECT entry.id, entry.at, entry.kind, entry.number, entry.document, entry.reference, entry.amount
  FROM (
      SELECT document.id, document.issued_at AS at, document.kind, document.number, document.id AS document,
             '' AS reference,
             CASE WHEN document.kind = 'invoice' THEN document.amount ELSE -document.amount END AS amount
        FROM companies_document AS document WHERE document.company_id = %(company)s::uuid
      UNION ALL
      SELECT settlement.id, settlement.at, CASE WHEN settlement.amount > 0 THEN 'payment' ELSE 'paid_back' END,
             invoice.number, invoice.id, settlement.bank_reference, -settlement.amount
        FROM companies_settlement AS settlement
        JOIN companies_document AS invoice ON invoice.id = settlement.document_id
       WHERE settlement.company_id = %(company)s::uuid
  ) AS entry
 WHERE entry.at >= %(since)s::timestamptz AND entry.at < %(until)s::timestamptz
 ORDER BY entry.at DESC, entry.id DESC
 LIMIT %(most)s::int
