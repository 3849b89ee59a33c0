-- Fences of one key that hold units, the oldest first.
SELECT fence.id, fence.channel_id AS channel, fence.remaining AS units, upper(fence.valid) AS ends
  FROM inventory_fence AS fence
 WHERE fence.market_id = %(market)s AND fence.variant_id = %(variant)s AND fence.place_id = %(place)s
   AND fence.lifted_at IS NULL AND fence.remaining > 0
 ORDER BY fence.set_at, fence.id
