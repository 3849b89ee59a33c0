-- What some orders can be found by, as far as the order book knows it.
SELECT purchase.id, purchase.market_id AS market, purchase.number, purchase.channel_id AS channel,
       purchase.place_id AS place, purchase.customer_id AS customer, purchase.method, purchase.state, purchase.total,
       purchase.placed_at, coalesce(NOT purchase.promise_kept, FALSE) AS broken,
       EXISTS (SELECT FROM orders_owing AS owing WHERE owing.order_id = purchase.id AND owing.terms = 'at_collection'
                      AND owing.ended_at IS NULL) AS unpaid,
       (SELECT coalesce(array_agg(DISTINCT line.sku), '{}') FROM orders_line AS line WHERE line.order_id = purchase.id)
           AS skus,
       (SELECT coalesce(array_agg(DISTINCT line.gtin) FILTER (WHERE line.gtin IS NOT NULL), '{}')
          FROM orders_line AS line WHERE line.order_id = purchase.id) AS gtins,
       (SELECT coalesce(array_agg(DISTINCT line.title), '{}') FROM orders_line AS line
         WHERE line.order_id = purchase.id) AS titles,
       coalesce(contact.name, '') AS name, coalesce(contact.email, '') AS email, coalesce(contact.phone, '') AS phone,
       coalesce(contact.postal_code, '') AS postal_code, coalesce(contact.city, '') AS city
  FROM orders_order AS purchase
  LEFT JOIN orders_contact AS contact ON contact.order_id = purchase.id
 WHERE purchase.id = ANY (%(orders)s)
