-- What people corrected at some places in a while, by article and reason. The ids carry about the instant, a day or
-- two before at most (a form that was shown earlier), so that only that stretch of the table is read.
SELECT adjustment.place_id AS place, adjustment.variant_id AS variant, adjustment.reason,
       sum(adjustment.change)::bigint AS units
  FROM inventory_adjustment AS adjustment
 WHERE adjustment.market_id = %(market)s::uuid AND adjustment.place_id = ANY (%(places)s::uuid[])
   AND adjustment.id >= %(first)s::uuid
   AND adjustment.occurred_at >= %(since)s::timestamptz AND adjustment.occurred_at < %(until)s::timestamptz
 GROUP BY adjustment.place_id, adjustment.variant_id, adjustment.reason, sign(adjustment.change)
