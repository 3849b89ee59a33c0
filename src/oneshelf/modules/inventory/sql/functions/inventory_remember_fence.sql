-- Notes on the reservations of some owners of one key which of their units were drawn from a fence, in order of
-- arrival.
CREATE OR REPLACE FUNCTION inventory_remember_fence(
    p_market uuid, p_place uuid, p_variant uuid, p_owners uuid[], p_fence uuid, p_drawn bigint)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    UPDATE inventory_reservation AS reservation
       SET fence_id = p_fence, from_fence = least(reservation.quantity, p_drawn - before.units)
      FROM (SELECT each.id, sum(each.quantity) OVER (ORDER BY each.id) - each.quantity AS units
              FROM inventory_reservation AS each
             WHERE each.owner_id = ANY (p_owners) AND each.market_id = p_market AND each.variant_id = p_variant
               AND each.place_id = p_place AND each.state IN ('held', 'allocated') AND each.fence_id IS NULL) AS before
     WHERE reservation.id = before.id AND before.units < p_drawn;
END $$;
