-- A page of the orders of a span of time, the oldest first, with what of them was not cancelled: what promotions are tried on.
-- Amounts are those before promotions, as prices are said: without a tax that was added to them, with one that they held
-- (also where its buyer was not charged it), of which taxes are as much as of what was paid for goods of that class.
WITH page AS MATERIALIZED (
    SELECT purchase.id, purchase.placed_at, purchase.channel_id, purchase.place_id, purchase.customer_id,
           right(purchase.rounding, 1) = '+' AS tax_added
      FROM orders_order AS purchase
     WHERE purchase.market_id = %(market)s
       AND purchase.placed_at >= %(since)s AND purchase.placed_at < %(until)s
       AND (purchase.placed_at, purchase.id) > (%(after)s::timestamptz, %(after_id)s::uuid)
       AND purchase.state <> 'cancelled'
       AND get_byte(uuid_send(purchase.id), 14) * 256 + get_byte(uuid_send(purchase.id), 15)
           < %(percent)s::integer * 65536 / 100
     ORDER BY purchase.placed_at, purchase.id
     LIMIT %(most)s
)
SELECT page.id AS "order", page.placed_at, page.channel_id AS channel, page.place_id AS place,
       page.customer_id AS customer,
       page.customer_id IS NOT NULL AND NOT EXISTS (
           SELECT FROM orders_order AS earlier
            WHERE earlier.customer_id = page.customer_id AND earlier.placed_at < page.placed_at
              AND earlier.state <> 'cancelled'
       ) AS first_order,
       goods.variants, goods.units, goods.quantities, goods.amounts, goods.taxes
  FROM page
 CROSS JOIN LATERAL (
    SELECT array_agg(line.variant_id ORDER BY line.line) AS variants,
           array_agg(line.unit::text ORDER BY line.line) AS units,
           array_agg(line.wanted ORDER BY line.line) AS quantities,
           array_agg(line.amount * line.wanted / line.quantity ORDER BY line.line) AS amounts,
           array_agg(
               coalesce(line.amount * line.wanted * line.held / (line.quantity * nullif(line.paid, 0)), 0)::bigint
               ORDER BY line.line
           ) AS taxes
      FROM (
        SELECT line.line, line.variant_id, line.unit, line.quantity, line.quantity - line.cancelled AS wanted,
               line.amount - own.added + given.relief + given.off AS amount,
               sum(line.tax - own.added + given.relief) OVER alike AS held,
               sum(line.amount - own.added + given.relief) OVER alike AS paid
          FROM orders_line AS line
         CROSS JOIN LATERAL (SELECT CASE WHEN page.tax_added THEN line.tax ELSE 0 END AS added) AS own
         CROSS JOIN LATERAL (
            SELECT coalesce(-sum(adjustment.amount) FILTER (WHERE adjustment.kind = 'promotion'), 0)::bigint AS off,
                   coalesce(-sum(adjustment.amount) FILTER (WHERE adjustment.kind = 'tax_relief'), 0)::bigint AS relief
              FROM orders_adjustment AS adjustment
             WHERE adjustment.order_id = line.order_id AND adjustment.line = line.line
         ) AS given
         WHERE line.order_id = page.id
        WINDOW alike AS (PARTITION BY line.tax_class)
      ) AS line
     WHERE line.wanted > 0
 ) AS goods
 WHERE goods.variants IS NOT NULL
 ORDER BY page.placed_at, page.id
