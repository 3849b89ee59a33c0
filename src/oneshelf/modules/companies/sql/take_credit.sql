-- Takes credit for an order, or more for a changed one, if its company has it, is not on hold and has nothing long
-- overdue; nothing otherwise.
WITH taken AS (
    UPDATE companies_company AS company
       SET ordered = company.ordered + %(amount)s::bigint
     WHERE company.id = %(company)s::uuid AND NOT company.on_hold
       AND company.ordered + company.owed + %(amount)s::bigint <= company.limit
       AND NOT EXISTS (
               SELECT FROM companies_document AS invoice
                WHERE invoice.company_id = company.id AND invoice.kind = 'invoice'
                  AND invoice.amount > invoice.paid + invoice.credited
                  AND invoice.due_on + company.grace_days < %(today)s::date
           )
    RETURNING company.id, company.market_id
)
INSERT INTO companies_purchase AS purchase (order_id, company_id, market_id, customer_id, ordered, reference)
SELECT %(order)s::uuid, taken.id, taken.market_id, %(customer)s::uuid, %(amount)s::bigint,
       %(reference)s::text
  FROM taken
    ON CONFLICT (order_id) DO UPDATE SET ordered = purchase.ordered + excluded.ordered
