-- Which of the orders that were sold at tills have their receipt.
SELECT receipt.order_id AS order
  FROM tills_receipt AS receipt
 WHERE receipt.order_id = ANY (%(orders)s::uuid[]) AND receipt.consignment_id IS NULL
