-- Return a text as search compares it: lower case, without accents, words of letters and digits one space apart.
CREATE OR REPLACE FUNCTION catalogue_fold(written text) RETURNS text
LANGUAGE sql STABLE PARALLEL SAFE
RETURN btrim(regexp_replace(lower(unaccent(written)), '[^[:alnum:]]+', ' ', 'g'));
