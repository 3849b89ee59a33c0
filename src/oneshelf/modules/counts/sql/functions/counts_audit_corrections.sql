-- walks the whole table: the audit compares each posted correction with what it moved, and finds those that moved
-- although they were not posted.
CREATE OR REPLACE FUNCTION counts_audit_corrections()
RETURNS TABLE (o_correction uuid, o_said bigint, o_moved bigint)
LANGUAGE sql STABLE AS $$
    SELECT compared.id, compared.said, compared.moved
    FROM (
        SELECT correction.id, CASE WHEN correction.state = 'posted' THEN correction.change END AS said,
               CASE WHEN moved.o_to = correction.place_id THEN moved.o_quantity ELSE -moved.o_quantity END AS moved
        FROM counts_adjustment AS correction
        LEFT JOIN inventory_moved('adjustment') AS moved
            ON moved.o_cause = correction.id AND moved.o_variant = correction.variant_id
    ) AS compared
    WHERE compared.said IS DISTINCT FROM compared.moved
$$;
