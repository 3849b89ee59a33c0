-- walks the whole table: the units that each order's consignments still have to hand out.
SELECT consignment.order_id AS "order", sum(goods.quantity - goods.short)::bigint AS quantity
FROM fulfilment_consignment AS consignment
JOIN fulfilment_line AS goods ON goods.consignment_id = consignment.id
WHERE consignment.state IN ('open', 'picking', 'ready', 'packed')
GROUP BY consignment.order_id
HAVING sum(goods.quantity - goods.short) > 0
