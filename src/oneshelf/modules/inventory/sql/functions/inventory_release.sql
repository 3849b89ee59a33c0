-- Gives back what an owner still has reserved (only `p_lines` of it, when given). Releasing twice is harmless.
CREATE OR REPLACE FUNCTION inventory_release(p_owner_kind text, p_owner uuid, p_lines int[] DEFAULT NULL)
RETURNS bigint LANGUAGE plpgsql AS $$
BEGIN
    RETURN inventory_free(p_owner_kind, p_owner, NULL, p_lines);
END $$;
