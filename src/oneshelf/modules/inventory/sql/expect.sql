-- Replaces what a source is expected to bring, and opens the levels at which it will be counted, in one statement.
WITH told AS (
    SELECT each.line, each.place, each.variant, each.expected_on, each.quantity
      FROM unnest(%(lines)s::int[], %(places)s::uuid[], %(variants)s::uuid[], %(dates)s::date[],
                  %(quantities)s::bigint[])
           AS each (line, place, variant, expected_on, quantity)
), forgotten AS (
    DELETE FROM inventory_incoming AS incoming
     WHERE incoming.source_id = %(source)s AND incoming.source_kind = %(kind)s AND incoming.market_id = %(market)s
       AND NOT EXISTS (SELECT FROM told WHERE told.line = incoming.source_line AND told.variant = incoming.variant_id)
    RETURNING incoming.place_id, incoming.variant_id
), opened AS (
    INSERT INTO inventory_level (market_id, variant_id, place_id)
    SELECT DISTINCT %(market)s::uuid, told.variant, told.place FROM told ORDER BY told.variant, told.place
        ON CONFLICT DO NOTHING
), written AS (
    INSERT INTO inventory_incoming AS incoming
        (market_id, place_id, variant_id, source_kind, source_id, source_line, expected_on, quantity)
    SELECT %(market)s::uuid, told.place, told.variant, %(kind)s, %(source)s::uuid, told.line, told.expected_on,
           told.quantity
      FROM told
        ON CONFLICT (source_id, source_kind, source_line, variant_id)
        DO UPDATE SET place_id = excluded.place_id, expected_on = excluded.expected_on, quantity = excluded.quantity
    RETURNING incoming.place_id, incoming.variant_id
)
SELECT forgotten.place_id AS place, forgotten.variant_id AS variant FROM forgotten
UNION
SELECT written.place_id, written.variant_id FROM written
