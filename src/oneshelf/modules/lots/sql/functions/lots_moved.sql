-- Tells whether a line of a cause has moved its parts of a variant before, at that instant.
CREATE OR REPLACE FUNCTION lots_moved(p_kind text, p_cause uuid, p_line int, p_variant uuid, p_at timestamptz)
RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT EXISTS (
        SELECT 1 FROM lots_entry AS entry
         WHERE entry.cause_id = p_cause AND entry.cause_kind = p_kind AND entry.occurred_at = p_at
           AND entry.cause_line = p_line AND entry.variant_id = p_variant)
$$;
