-- Opens accounts without a floor, in key order, and leaves those that are there.
INSERT INTO ledger_account (id, book, code, currency)
SELECT
    ledger_account_id(%(book)s::uuid, code, %(currency)s::text) AS id,
    %(book)s::uuid,
    code,
    %(currency)s::text
FROM unnest(%(codes)s::text[]) AS code
ORDER BY id
ON CONFLICT (id) DO NOTHING
