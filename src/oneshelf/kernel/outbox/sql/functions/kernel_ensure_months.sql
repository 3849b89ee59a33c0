-- Makes the monthly partitions (UTC months) of p_table that cover [p_from, p_to), and returns how many were made.
-- Rows of such a month that already lie in the default partition move into the new one.
-- A partition is built apart and attached, since that leaves the table open to writers.
-- A key's constraint is named as the table's own with the partition's suffix (_2026_11, _default), so that a broken
-- one is still known by its sentence.
CREATE OR REPLACE FUNCTION kernel_ensure_months(p_table regclass, p_from timestamptz, p_to timestamptz) RETURNS int
LANGUAGE plpgsql
AS $$
DECLARE
    v_schema text;
    v_table text;
    v_key text;
    v_default regclass;
    v_start timestamptz;
    v_end timestamptz;
    v_month timestamp := date_trunc('month', p_from AT TIME ZONE 'UTC');
    v_partition text;
    v_made int := 0;
    v_constraint record;
BEGIN
    PERFORM pg_advisory_xact_lock(hashtext('kernel_ensure_months'), p_table::oid::int);
    SELECT n.nspname, c.relname, a.attname, nullif(p.partdefid, 0)
    INTO STRICT v_schema, v_table, v_key, v_default
    FROM pg_partitioned_table AS p
    JOIN pg_class AS c ON c.oid = p.partrelid
    JOIN pg_namespace AS n ON n.oid = c.relnamespace
    JOIN pg_attribute AS a ON a.attrelid = p.partrelid AND a.attnum = p.partattrs[0]
    WHERE p.partrelid = p_table;

    WHILE p_from < p_to AND v_month AT TIME ZONE 'UTC' < p_to LOOP
        v_start := v_month AT TIME ZONE 'UTC';
        v_end := (v_month + interval '1 month') AT TIME ZONE 'UTC';
        v_partition := format('%I.%I', v_schema, v_table || to_char(v_month, '_YYYY_MM'));
        IF to_regclass(v_partition) IS NULL THEN
            EXECUTE format('CREATE TABLE %s (LIKE %s INCLUDING ALL)', v_partition, p_table);
            IF v_default IS NOT NULL THEN
                PERFORM set_config('oneshelf.moving_months', 'on', true);
                EXECUTE format('LOCK TABLE %s IN ACCESS EXCLUSIVE MODE', v_default);
                EXECUTE format(
                    'WITH moved AS (DELETE FROM %s WHERE %I >= $1 AND %I < $2 RETURNING *) '
                    'INSERT INTO %s SELECT * FROM moved', v_default, v_key, v_key, v_partition
                ) USING v_start, v_end;
                PERFORM set_config('oneshelf.moving_months', 'off', true);
            END IF;
            EXECUTE format(
                'ALTER TABLE %s ATTACH PARTITION %s FOR VALUES FROM (%L) TO (%L)',
                p_table, v_partition, v_start, v_end
            );
            v_made := v_made + 1;
        END IF;
        v_month := v_month + interval '1 month';
    END LOOP;

    FOR v_constraint IN
        SELECT own.conrelid::regclass AS partition, own.conname AS old_name, whole.conname || suffix.text AS new_name
        FROM pg_constraint AS whole
        JOIN pg_constraint AS own ON own.conparentid = whole.oid
        JOIN pg_class AS c ON c.oid = own.conrelid
        CROSS JOIN LATERAL (SELECT substr(c.relname, length(v_table) + 1)) AS suffix (text)
        WHERE whole.conrelid = p_table AND own.contype IN ('p', 'u') AND own.conname <> whole.conname || suffix.text
    LOOP
        EXECUTE format(
            'ALTER TABLE %s RENAME CONSTRAINT %I TO %I',
            v_constraint.partition, v_constraint.old_name, v_constraint.new_name
        );
    END LOOP;
    RETURN v_made;
END
$$;
