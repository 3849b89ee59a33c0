-- What became of the coupons that a market's offers gave in a time, by the channels that earned and used them.
SELECT award.offer_id AS offer, award.channel_id AS earned_in, award.used_channel_id AS used_in, count(*) AS given,
       count(*) FILTER (WHERE award.taken_back_at IS NOT NULL AND award.used_order_id IS NULL) AS taken_back,
       sum(award.revenue)::bigint AS revenue, sum(award.discount)::bigint AS discount,
       coalesce(sum(extract(day FROM award.used_at - award.earned_at)), 0)::bigint AS days
  FROM offers_award AS award
 WHERE award.market_id = %(market)s AND award.given_at >= %(since)s AND award.given_at < %(until)s
 GROUP BY award.offer_id, award.channel_id, award.used_channel_id
 ORDER BY award.offer_id, award.channel_id, award.used_channel_id
