-- Returns the reservations of an order at a place that make up exactly so many units of lines: of what waits for goods
-- (`p_ahead`), or of what does not. Of one that holds more a part is taken, what came from a fence staying behind as
-- far as it can; the rest keeps its row, so that whoever waits for it meanwhile finds it. A line of which less is
-- reserved gives what it has, a kit's line of each component. They stay locked.
CREATE OR REPLACE FUNCTION inventory_part_units(
    p_order uuid, p_place uuid, p_lines int[], p_units bigint[], p_ahead boolean)
RETURNS uuid[] LANGUAGE plpgsql AS $$
DECLARE
    v_part record; v_found uuid[] := '{}'; v_id uuid; v_line int; v_variant uuid; v_left bigint; v_fenced bigint;
BEGIN
    FOR v_part IN
        SELECT reservation.id, reservation.owner_line, reservation.variant_id, reservation.quantity,
               reservation.from_fence, wanted.units * reservation.per AS wanted
          FROM inventory_reservation AS reservation
          JOIN unnest(p_lines, p_units) AS wanted (line, units) ON wanted.line = reservation.owner_line
         WHERE reservation.owner_id = p_order AND reservation.owner_kind = 'order' AND reservation.state = 'allocated'
           AND reservation.ahead = p_ahead AND reservation.place_id = p_place
         ORDER BY reservation.owner_line, reservation.variant_id, reservation.from_fence, reservation.id DESC
           FOR UPDATE OF reservation
    LOOP
        IF (v_part.owner_line, v_part.variant_id) IS DISTINCT FROM (v_line, v_variant) THEN
            v_line := v_part.owner_line;
            v_variant := v_part.variant_id;
            v_left := v_part.wanted;
        END IF;
        CONTINUE WHEN v_left = 0;
        v_id := v_part.id;
        IF v_part.quantity > v_left THEN
            v_fenced := greatest(0, v_part.from_fence - (v_part.quantity - v_left));
            INSERT INTO inventory_reservation
                (id, market_id, place_id, variant_id, quantity, per, owner_kind, owner_id, owner_line, state, ahead,
                 fence_id, from_fence)
            SELECT uuidv7(), market_id, place_id, variant_id, v_left, per, owner_kind, owner_id, owner_line, state,
                   ahead, fence_id, v_fenced
              FROM inventory_reservation WHERE id = v_part.id
            RETURNING id INTO v_id;
            UPDATE inventory_reservation SET quantity = quantity - v_left, from_fence = from_fence - v_fenced
             WHERE id = v_part.id;
        END IF;
        v_found := v_found || v_id;
        v_left := v_left - least(v_left, v_part.quantity);
    END LOOP;
    RETURN v_found;
END $$;
