-- Tell whether a text is a GTIN-14: fourteen digits, the last one being the check digit of the others (GS1
-- General Specifications 7.9: weights 3 and 1 in turn from the left, the whole sum a multiple of ten).
CREATE OR REPLACE FUNCTION catalogue_gtin_is_valid(value text) RETURNS boolean
LANGUAGE sql IMMUTABLE PARALLEL SAFE
RETURN CASE -- AND would be free to cast before it has looked for digits
    WHEN value ~ '^[0-9]{14}$' THEN (
        3 * (
            substr(value, 1, 1)::int + substr(value, 3, 1)::int + substr(value, 5, 1)::int
            + substr(value, 7, 1)::int + substr(value, 9, 1)::int + substr(value, 11, 1)::int
            + substr(value, 13, 1)::int
        )
        + substr(value, 2, 1)::int + substr(value, 4, 1)::int + substr(value, 6, 1)::int
        + substr(value, 8, 1)::int + substr(value, 10, 1)::int + substr(value, 12, 1)::int
        + substr(value, 14, 1)::int
    ) % 10 = 0
    ELSE false
END;
