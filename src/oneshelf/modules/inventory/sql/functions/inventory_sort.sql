-- Says of goods that a cause has moved which of them those were: for each movement whose units are told apart at one
-- side or the other, the same parts leave and come. The caller has changed the levels, and so holds their rows.
-- Goods that are sold or handed over must be new and within their time.
CREATE OR REPLACE FUNCTION inventory_sort(p_market uuid, p_cause_kind text, p_cause uuid, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_move record;
BEGIN
    FOR v_move IN
        SELECT movement.variant_id, movement.cause_line, movement.quantity,
               CASE WHEN source.tracked THEN movement.from_place_id END AS source,
               CASE WHEN target.tracked THEN movement.to_place_id END AS target
          FROM inventory_movement AS movement
          LEFT JOIN inventory_level AS source
            ON source.market_id = p_market AND source.variant_id = movement.variant_id
           AND source.place_id = movement.from_place_id
          LEFT JOIN inventory_level AS target
            ON target.market_id = p_market AND target.variant_id = movement.variant_id
           AND target.place_id = movement.to_place_id
         WHERE movement.cause_id = p_cause AND movement.cause_kind = p_cause_kind AND movement.occurred_at = p_at
           AND (source.tracked OR target.tracked)
         ORDER BY movement.variant_id, movement.cause_line
    LOOP
        PERFORM lots_move(
            p_market, v_move.variant_id, v_move.source, v_move.target, v_move.quantity,
            p_cause_kind IN ('sale', 'fulfilment'), p_cause_kind, p_cause, v_move.cause_line, p_at);
    END LOOP;
END $$;
