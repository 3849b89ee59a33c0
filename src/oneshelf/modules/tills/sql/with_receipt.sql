-- Which of the orders have a receipt.
SELECT receipt.order_id AS order
  FROM tills_receipt AS receipt
 WHERE receipt.order_id = ANY (%(orders)s::uuid[])
