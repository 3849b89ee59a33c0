-- How many units of one level a rule keeps back: as many as it says, or, where it is negative, so many hundredths of a
-- percent of what is on hand, rounded up. In this form rules reach the statement that decides.
CREATE OR REPLACE FUNCTION inventory_kept_back(p_withheld bigint, p_on_hand bigint)
RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE WHEN p_withheld >= 0 THEN p_withheld ELSE (p_on_hand * -p_withheld + 9999) / 10000 END
$$;
