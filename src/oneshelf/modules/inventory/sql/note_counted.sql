-- Notes when some levels of a place were counted; an earlier count that is told later changes nothing.
INSERT INTO inventory_confidence AS known (market_id, variant_id, place_id, counted_at)
SELECT %(market)s, each.variant, %(place)s, each.counted_at
  FROM unnest(%(variants)s::uuid[], %(counted)s::timestamptz[]) AS each (variant, counted_at)
 ORDER BY each.variant
    ON CONFLICT (market_id, variant_id, place_id) DO UPDATE SET counted_at = excluded.counted_at
 WHERE known.counted_at IS NULL OR known.counted_at < excluded.counted_at
