-- walks the whole table: what was invoiced of an order is what its invoices say.
WITH sums AS (
    SELECT invoice.order_id, sum(invoice.amount)::bigint AS amount
      FROM companies_document AS invoice WHERE invoice.kind = 'invoice' GROUP BY invoice.order_id
)
SELECT 'what was invoiced of an order is what its invoices say' AS "check",
       format('order %%s', coalesce(purchase.order_id, sums.order_id)) AS subject,
       coalesce(purchase.invoiced, 0)::text AS found, coalesce(sums.amount, 0)::text AS expected
  FROM companies_purchase AS purchase
  FULL JOIN sums ON sums.order_id = purchase.order_id
 WHERE coalesce(purchase.invoiced, 0) <> coalesce(sums.amount, 0)
