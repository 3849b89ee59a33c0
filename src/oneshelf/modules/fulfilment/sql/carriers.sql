-- Which carriers took the parcels of orders.
SELECT DISTINCT order_id AS "order", carrier
FROM fulfilment_consignment
WHERE order_id = any(%(orders)s::uuid[]) AND carrier <> ''
ORDER BY order_id, carrier
