-- walks the whole table: what was paid and credited of an invoice is what was noted and written for it.
WITH paid AS (
    SELECT settlement.document_id, sum(settlement.amount)::bigint AS amount
      FROM companies_settlement AS settlement GROUP BY settlement.document_id
), credited AS (
    SELECT note.about_id, sum(note.amount)::bigint AS amount
      FROM companies_document AS note WHERE note.kind = 'credit_note' GROUP BY note.about_id
)
SELECT 'an invoice is settled by what was noted for it' AS "check", format('document %%s', invoice.number) AS subject,
       format('%%s paid, %%s credited', invoice.paid, invoice.credited) AS found,
       format('%%s paid, %%s credited', coalesce(paid.amount, 0), coalesce(credited.amount, 0)) AS expected
  FROM companies_document AS invoice
  LEFT JOIN paid ON paid.document_id = invoice.id
  LEFT JOIN credited ON credited.about_id = invoice.id
 WHERE (invoice.paid, invoice.credited) <> (coalesce(paid.amount, 0), coalesce(credited.amount, 0))
