-- walks the whole table: what a live order counts as given back is the sum of the refunds that it announced.
WITH told AS (
    SELECT event.aggregate, sum((event.data::jsonb -> 'amount' ->> 'minor')::bigint)::bigint AS amount
      FROM outbox_event AS event WHERE event.type = 'orders.order_refunded.v1' GROUP BY event.aggregate
)
SELECT 'what an order gave back is what it announced' AS "check", format('order %%s', purchase.number) AS subject,
       purchase.refunded::text AS found, coalesce(told.amount, 0)::text AS expected
  FROM orders_order AS purchase
  LEFT JOIN told ON told.aggregate = purchase.id
 WHERE purchase.origin = 'live' AND purchase.refunded <> coalesce(told.amount, 0)
