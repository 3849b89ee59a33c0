-- The trigger of append-only tables: a row once written is neither changed nor deleted.
-- Only kernel_ensure_months may take a row out of a default partition, to put it into its month.
CREATE OR REPLACE FUNCTION kernel_refuse_change() RETURNS trigger
LANGUAGE plpgsql
AS $$
BEGIN
    IF TG_OP = 'DELETE' AND current_setting('oneshelf.moving_months', true) = 'on' THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'rows of % are never changed or deleted', TG_TABLE_NAME
        USING ERRCODE = 'restrict_violation', HINT = 'Write a new row that says what became of the old one.';
END
$$;
