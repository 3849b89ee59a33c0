-- Adds units to a part of what lies at a place, opening it if need be, and writes the entry. The caller holds the
-- row of their level. A serial number that lies somewhere already breaks serial_in_one_place_at_a_time.
CREATE OR REPLACE FUNCTION lots_put(
    p_market uuid, p_place uuid, p_variant uuid, p_bin uuid, p_lot uuid, p_condition text, p_quantity bigint,
    p_told boolean, p_kind text, p_cause uuid, p_line int, p_at timestamptz)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO lots_part AS part
        (id, market_id, place_id, variant_id, bin_id, lot_id, serial, condition, quantity)
    VALUES (uuidv7(), p_market, p_place, p_variant, p_bin, p_lot,
            coalesce((SELECT lot.is_serial FROM lots_lot AS lot WHERE lot.id = p_lot), false), p_condition, p_quantity)
        ON CONFLICT ON CONSTRAINT part_is_one_row DO UPDATE SET quantity = part.quantity + excluded.quantity;
    INSERT INTO lots_entry
        (market_id, place_id, variant_id, bin_id, lot_id, condition, change, told, cause_kind, cause_id, cause_line, occurred_at)
    VALUES (p_market, p_place, p_variant, p_bin, p_lot, p_condition, p_quantity, p_told, p_kind, p_cause, p_line, p_at);
END $$;
