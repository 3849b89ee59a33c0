-- Writes how far some levels may be trusted, where that has changed. A level that was counted since its facts were read
-- is left alone: whoever noted that count writes a later figure.
INSERT INTO inventory_confidence AS known
    (market_id, variant_id, place_id, counted_at, rejections, moved, score, suggested, computed_at)
SELECT %(market)s, each.variant, each.place, each.counted_at, each.rejections, each.moved, each.score, each.suggested,
       %(at)s
  FROM unnest(%(variants)s::uuid[], %(places)s::uuid[], %(counted)s::timestamptz[], %(rejections)s::int[],
              %(moved)s::bigint[], %(scores)s::smallint[], %(suggested)s::bigint[])
       AS each (variant, place, counted_at, rejections, moved, score, suggested)
 ORDER BY each.variant, each.place
    ON CONFLICT (market_id, variant_id, place_id) DO UPDATE
   SET rejections = excluded.rejections, moved = excluded.moved, score = excluded.score,
       suggested = excluded.suggested, computed_at = excluded.computed_at
 WHERE known.counted_at IS NOT DISTINCT FROM excluded.counted_at
   AND (known.rejections, known.moved, known.score, known.suggested)
       IS DISTINCT FROM (excluded.rejections, excluded.moved, excluded.score, excluded.suggested)
