-- Takes units out of the parts of what lies at a place and writes the entries: what expires first goes first, then
-- what came first; units of which nobody knows the lot go last. `p_lot`, `p_bin` and `p_condition` narrow the choice
-- when given (a lot or a bin of zeros is none at all); what is sold must be new and within its time. The caller holds
-- the row of their level. Gives what it took; refuses with lot_not_there when a choice was given, else out_of_stock.
CREATE OR REPLACE FUNCTION lots_take(
    p_market uuid, p_place uuid, p_variant uuid, p_bin uuid, p_lot uuid, p_condition text, p_quantity bigint,
    p_sold boolean, p_told boolean, p_kind text, p_cause uuid, p_line int, p_at timestamptz)
RETURNS TABLE (o_bin uuid, o_lot uuid, o_condition text, o_quantity bigint) LANGUAGE plpgsql AS $$
DECLARE v_part record; v_left bigint := p_quantity;
BEGIN
    FOR v_part IN
        SELECT part.id, part.bin_id, part.lot_id, part.condition, part.quantity
          FROM lots_part AS part
          LEFT JOIN lots_lot AS lot ON lot.id = part.lot_id
         WHERE part.market_id = p_market AND part.place_id = p_place AND part.variant_id = p_variant
           AND (p_lot IS NULL OR coalesce(part.lot_id, '00000000-0000-0000-0000-000000000000') = p_lot)
           AND (p_bin IS NULL OR coalesce(part.bin_id, '00000000-0000-0000-0000-000000000000') = p_bin)
           AND (p_condition IS NULL OR part.condition = p_condition)
           AND (NOT p_sold OR part.condition = 'new' AND (lot.sell_until IS NULL OR lot.sell_until > p_at))
         ORDER BY lot.expires_on NULLS LAST, lot.id NULLS LAST, part.id
    LOOP
        o_bin := v_part.bin_id;
        o_lot := v_part.lot_id;
        o_condition := v_part.condition;
        o_quantity := least(v_part.quantity, v_left);
        IF o_quantity = v_part.quantity THEN
            DELETE FROM lots_part WHERE id = v_part.id;
        ELSE
            UPDATE lots_part SET quantity = quantity - o_quantity WHERE id = v_part.id;
        END IF;
        INSERT INTO lots_entry
            (market_id, place_id, variant_id, bin_id, lot_id, condition, change, told, cause_kind, cause_id, cause_line, occurred_at)
        VALUES (p_market, p_place, p_variant, o_bin, o_lot, o_condition, -o_quantity, p_told, p_kind, p_cause, p_line, p_at);
        v_left := v_left - o_quantity;
        RETURN NEXT;
        EXIT WHEN v_left = 0;
    END LOOP;
    IF v_left = 0 THEN RETURN; END IF;
    IF p_told THEN
        RAISE EXCEPTION 'lot_not_there' USING ERRCODE = 'OS409', DETAIL = json_build_object(
            'lot', coalesce((SELECT lot.code FROM lots_lot AS lot WHERE lot.id = p_lot), ''),
            'wanted', p_quantity, 'available', p_quantity - v_left)::text;
    END IF;
    RAISE EXCEPTION 'out_of_stock' USING ERRCODE = 'OS409', DETAIL = json_build_object(
        'variant', p_variant, 'place', p_place, 'wanted', p_quantity, 'available', p_quantity - v_left)::text;
END $$;
