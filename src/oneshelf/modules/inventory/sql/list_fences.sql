-- The fences of a market that stand or will, by place and article: only those at some places, that one, or those behind
-- another, when given.
SELECT fence.id, fence.place_id AS place, fence.variant_id AS variant, fence.channel_id AS channel, fence.quantity,
       fence.remaining, fence.drawn, lower(fence.valid) AS begins, upper(fence.valid) AS ends, fence.note
  FROM inventory_fence AS fence
 WHERE fence.market_id = %(market)s AND fence.lifted_at IS NULL
   AND (upper(fence.valid) IS NULL OR upper(fence.valid) > %(at)s)
   AND (%(places)s::uuid[] IS NULL OR fence.place_id = ANY (%(places)s))
   AND (%(fence)s::uuid IS NULL OR fence.id = %(fence)s::uuid)
   AND (%(after)s::uuid IS NULL OR (fence.place_id, fence.variant_id, lower(fence.valid), fence.id) > (
        SELECT last.place_id, last.variant_id, lower(last.valid), last.id
          FROM inventory_fence AS last
         WHERE last.id = %(after)s::uuid))
 ORDER BY fence.place_id, fence.variant_id, lower(fence.valid), fence.id
 LIMIT %(limit)s
