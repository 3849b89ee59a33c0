-- walks the whole table: the audit compares what a cause has changed of the parts at a place with its movement there.
CREATE OR REPLACE FUNCTION inventory_audit_entries(p_counted uuid[])
RETURNS TABLE (o_kind text, o_cause uuid, o_line int, o_variant uuid, o_place uuid, o_changed bigint, o_moved bigint)
LANGUAGE sql STABLE AS $$
    SELECT change.o_kind, change.o_cause, change.o_line, change.o_variant, change.o_place, change.o_change,
           CASE WHEN movement.to_place_id = change.o_place THEN movement.quantity
                WHEN movement.from_place_id = change.o_place THEN -movement.quantity
                ELSE 0 END
      FROM lots_changes(p_counted) AS change
      LEFT JOIN inventory_movement AS movement
        ON movement.cause_id = change.o_cause AND movement.cause_kind = change.o_kind
       AND movement.cause_line = change.o_line AND movement.variant_id = change.o_variant
       AND movement.occurred_at = change.o_at
$$;
