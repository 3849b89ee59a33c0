-- walks the whole table: an order owes as long as it is under way, and not longer.
SELECT 'an order owes as long as it is under way' AS "check",
       format('order %%s', coalesce(purchase.number, owing.order_id::text)) AS subject,
       CASE WHEN owing.ended_at IS NULL THEN 'owes' ELSE 'owes nothing' END AS found,
       coalesce(purchase.state, 'no order') AS expected
  FROM orders_owing AS owing
  LEFT JOIN orders_order AS purchase ON purchase.id = owing.order_id
 WHERE purchase.id IS NULL OR (owing.ended_at IS NULL) <> (purchase.state IN ('placed', 'ready'))
