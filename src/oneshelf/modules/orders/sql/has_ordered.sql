-- Whether a customer has ordered before what was not cancelled.
SELECT EXISTS (
    SELECT 1 FROM orders_order AS purchase WHERE purchase.customer_id = %(customer)s AND purchase.state <> 'cancelled'
) AS has_ordered
