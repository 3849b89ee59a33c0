-- The id of an account: a UUID of version 8 from the SHA-256 of book, code and currency.
-- `account_id` in kernel/ledger/types.py makes the same.
CREATE OR REPLACE FUNCTION ledger_account_id(p_book uuid, p_code text, p_currency text) RETURNS uuid
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
AS $$
    SELECT encode(set_byte(set_byte(h, 6, get_byte(h, 6) & 15 | 128), 8, get_byte(h, 8) & 63 | 128), 'hex')::uuid
    FROM (
        SELECT substr(sha256(convert_to(p_book::text || chr(10) || p_currency || chr(10) || p_code, 'UTF8')), 1, 16)
    ) AS hashed (h)
$$;
