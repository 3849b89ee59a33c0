-- walks the whole table: every order that is, or was, paid later than it was placed, for the audit.
SELECT owing.order_id AS "order", owing.terms, owing.ended_at IS NULL AS is_open
  FROM orders_owing AS owing ORDER BY owing.order_id
