-- What a company owed just before an instant.
SELECT (
    coalesce((SELECT sum(CASE WHEN document.kind = 'invoice' THEN document.amount ELSE -document.amount END)
                FROM companies_document AS document
               WHERE document.company_id = %(company)s::uuid AND document.issued_at < %(before)s::timestamptz), 0)
    - coalesce((SELECT sum(settlement.amount) FROM companies_settlement AS settlement
                 WHERE settlement.company_id = %(company)s::uuid AND settlement.at < %(before)s::timestamptz), 0)
)::bigint AS owed
