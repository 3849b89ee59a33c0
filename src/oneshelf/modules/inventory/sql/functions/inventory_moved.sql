-- walks the whole table: what every cause of a kind has moved, for who has other books of it and compares.
CREATE OR REPLACE FUNCTION inventory_moved(p_kind text)
RETURNS TABLE (o_cause uuid, o_line int, o_variant uuid, o_from uuid, o_to uuid, o_quantity bigint)
LANGUAGE sql STABLE AS $$
    SELECT movement.cause_id, movement.cause_line, movement.variant_id, movement.from_place_id, movement.to_place_id,
           movement.quantity
      FROM inventory_movement AS movement WHERE movement.cause_kind = p_kind
$$;
