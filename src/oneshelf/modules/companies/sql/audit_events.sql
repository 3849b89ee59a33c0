-- walks the whole table: every change of a company, and of an invoice, has its event, numbered up to its version.
WITH known AS (
    SELECT company.id, format('company %%s', company.id) AS subject, company.version FROM companies_company AS company
    UNION ALL
    SELECT invoice.id, format('invoice %%s', invoice.number), invoice.version
      FROM companies_document AS invoice WHERE invoice.kind = 'invoice'
)
SELECT 'every step of a company and its invoices has its event' AS "check", known.subject,
       format('%%s events up to number %%s', count(event.id), coalesce(max(event.sequence), 0)) AS found,
       known.version::text AS expected
  FROM known
  LEFT JOIN outbox_event AS event ON event.aggregate = known.id AND event.type LIKE 'companies.%%'
 GROUP BY known.id, known.subject, known.version
HAVING (count(event.id), coalesce(max(event.sequence), 0)) <> (known.version, known.version)
