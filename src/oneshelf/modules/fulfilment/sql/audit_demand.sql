-- walks the whole table: the units of each order's line that its consignments still have to hand out, or wait for.
SELECT
    consignment.order_id AS "order", goods.line, consignment.place_id AS place,
    sum(goods.quantity - goods.short)::bigint AS quantity, consignment.state = 'awaited' AS awaited
FROM fulfilment_consignment AS consignment
JOIN fulfilment_line AS goods ON goods.consignment_id = consignment.id
WHERE consignment.state IN ('awaited', 'open', 'picking', 'ready', 'packed', 'on_the_way')
GROUP BY consignment.order_id, goods.line, consignment.place_id, consignment.state = 'awaited'
HAVING sum(goods.quantity - goods.short) > 0
