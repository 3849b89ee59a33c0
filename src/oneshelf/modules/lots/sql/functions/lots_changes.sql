-- walks the whole table: what each line of a cause has changed of the parts at counted places, for comparison with its
-- movements. What only lies otherwise at the same place changes nothing on the whole.
CREATE OR REPLACE FUNCTION lots_changes(p_counted uuid[])
RETURNS TABLE (o_kind text, o_cause uuid, o_line int, o_variant uuid, o_place uuid, o_at timestamptz, o_change bigint)
LANGUAGE sql STABLE AS $$
    SELECT entry.cause_kind, entry.cause_id, entry.cause_line, entry.variant_id, entry.place_id, entry.occurred_at,
           sum(entry.change)::bigint
      FROM lots_entry AS entry
     WHERE entry.place_id = ANY (p_counted) AND entry.cause_kind <> 'tracking'
     GROUP BY entry.cause_kind, entry.cause_id, entry.cause_line, entry.variant_id, entry.place_id, entry.occurred_at
    HAVING sum(entry.change) <> 0
$$;
