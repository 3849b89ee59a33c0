-- walks the whole table: every order on account, for the audit's comparison with the order book and its parcels.
SELECT purchase.order_id AS "order", purchase.company_id AS company, purchase.customer_id AS customer,
       purchase.ordered, purchase.invoiced, purchase.reference
  FROM companies_purchase AS purchase ORDER BY purchase.order_id
