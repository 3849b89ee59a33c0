-- How far some levels may be trusted, as it was last computed.
SELECT known.place_id AS place, known.variant_id AS variant, known.score, known.suggested, known.counted_at,
       known.rejections, known.moved, known.computed_at
  FROM unnest(%(variants)s::uuid[], %(places)s::uuid[]) AS each (variant, place)
  JOIN inventory_confidence AS known
    ON known.market_id = %(market)s AND known.variant_id = each.variant AND known.place_id = each.place
 WHERE known.score IS NOT NULL
