-- Takes up to so many units of one key out of the fence that the channel has there, if it has one that holds now: they
-- go back to the pool, for the caller to promise. Gives the fence and how many units those were (NULL and 0: none).
-- Holds the level's row before it looks at its fences, as everybody does.
CREATE OR REPLACE FUNCTION inventory_draw(
    p_market uuid, p_place uuid, p_variant uuid, p_channel uuid, p_quantity bigint, p_at timestamptz,
    OUT o_fence uuid, OUT o_drawn bigint)
LANGUAGE plpgsql AS $$
BEGIN
    o_drawn := 0;
    PERFORM FROM inventory_level
      WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place AND fenced > 0 FOR UPDATE;
    IF NOT FOUND THEN RETURN; END IF;
    UPDATE inventory_fence AS fence
       SET remaining = fence.remaining - least(fence.remaining, p_quantity),
           drawn = fence.drawn + least(fence.remaining, p_quantity)
     WHERE fence.market_id = p_market AND fence.variant_id = p_variant AND fence.place_id = p_place
       AND fence.channel_id = p_channel AND fence.lifted_at IS NULL AND fence.valid @> p_at AND fence.remaining > 0
    RETURNING fence.id, old.remaining - new.remaining INTO o_fence, o_drawn;
    IF NOT FOUND THEN
        o_drawn := 0;
        RETURN;
    END IF;
    UPDATE inventory_level SET fenced = fenced - o_drawn
     WHERE market_id = p_market AND variant_id = p_variant AND place_id = p_place;
END $$;
