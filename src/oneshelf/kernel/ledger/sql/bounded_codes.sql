-- Which of these accounts have a floor.
SELECT code
FROM ledger_account
WHERE
    id = ANY (
        ARRAY(
            SELECT ledger_account_id(%(book)s::uuid, wanted, %(currency)s::text)
            FROM unnest(%(codes)s::text[]) AS wanted
        )
    )
    AND floor IS NOT NULL
ORDER BY code
