-- One order's own row.
SELECT purchase.id, purchase.market_id AS market, purchase.number, purchase.channel_id AS channel,
       purchase.place_id AS place, purchase.customer_id AS customer, purchase.state, purchase.method, purchase.origin,
       purchase.currency, purchase.total, purchase.refunded, purchase.placed_at, purchase.items, purchase.delivery,
       purchase.tax, purchase.staff_id AS staff, purchase.till_id AS till, purchase.device, purchase.campaign,
       coalesce(purchase.made_up, '{}') AS made_up, purchase.version, purchase.cancelled,
       purchase.delivery_waived AS waived, purchase.promised_by, purchase.promise_kept, purchase.service,
       gift.message AS gift, owing.terms, right(purchase.rounding, 1) = '+' AS tax_added,
       purchase.rounding <> 'line_half_away' AS tax_told, purchase.rounding,
       purchase.vat_id
  FROM orders_order AS purchase
  LEFT JOIN orders_gift AS gift ON gift.order_id = purchase.id
  LEFT JOIN orders_owing AS owing ON owing.order_id = purchase.id
 WHERE purchase.id = %(order)s
