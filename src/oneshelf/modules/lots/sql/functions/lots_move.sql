-- Does for the parts what one movement does for levels: takes units at `p_from` and puts the same ones at `p_to`
-- (either is NULL where units are not told apart). What was told of the cause's line beforehand is done first, and
-- is forgotten with that; for the rest the house chooses. The caller holds the rows of both levels.
-- What was moved before is passed over: a parcel loses some of its goods, and carries the others on, at one instant.
CREATE OR REPLACE FUNCTION lots_move(
    p_market uuid, p_variant uuid, p_from uuid, p_to uuid, p_quantity bigint, p_sold boolean,
    p_kind text, p_cause uuid, p_line int, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE v_told record; v_part record; v_left bigint := p_quantity; v_units bigint;
BEGIN
    IF EXISTS (
        SELECT 1 FROM lots_entry AS entry
         WHERE entry.cause_id = p_cause AND entry.cause_kind = p_kind AND entry.cause_line = p_line
           AND entry.variant_id = p_variant AND entry.occurred_at = p_at
    ) THEN
        RETURN;
    END IF;
    FOR v_told IN
        WITH told AS (
            DELETE FROM lots_told WHERE cause_id = p_cause AND variant_id = p_variant AND cause_line = p_line
            RETURNING id, from_bin_id, to_bin_id, lot_id, from_condition, condition, quantity
        )
        SELECT from_bin_id, to_bin_id, lot_id, from_condition, condition, quantity, true AS told, id FROM told
        UNION ALL
        SELECT NULL, NULL, NULL, NULL, NULL, p_quantity, false, NULL
        ORDER BY told DESC, id
    LOOP
        v_units := least(v_told.quantity, v_left);
        EXIT WHEN v_units = 0;
        v_left := v_left - v_units;
        IF p_from IS NULL THEN
            PERFORM lots_put(p_market, p_to, p_variant, v_told.to_bin_id, v_told.lot_id, coalesce(nullif(v_told.condition, ''), 'new'),
                             v_units, v_told.told, p_kind, p_cause, p_line, p_at);
            CONTINUE;
        END IF;
        FOR v_part IN
            SELECT taken.o_lot, taken.o_condition, taken.o_quantity FROM lots_take(
                p_market, p_from, p_variant, v_told.from_bin_id, v_told.lot_id, nullif(v_told.from_condition, ''), v_units, p_sold, v_told.told,
                p_kind, p_cause, p_line, p_at) AS taken
        LOOP
            IF p_to IS NOT NULL THEN
                PERFORM lots_put(p_market, p_to, p_variant, v_told.to_bin_id, v_part.o_lot,
                                 coalesce(nullif(v_told.condition, ''), v_part.o_condition), v_part.o_quantity, v_told.told,
                                 p_kind, p_cause, p_line, p_at);
            END IF;
        END LOOP;
    END LOOP;
END $$;
