-- Which of some orders search knows.
SELECT known.order_id FROM orders_search AS known WHERE known.order_id = ANY (%(orders)s)
