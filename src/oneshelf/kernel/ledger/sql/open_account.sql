-- Opens a bounded account at zero, or leaves the one that is there.
INSERT INTO ledger_account (id, book, code, currency, floor, balance)
VALUES (
    ledger_account_id(%(book)s::uuid, %(code)s::text, %(currency)s::text),
    %(book)s::uuid, %(code)s::text, %(currency)s::text, %(floor)s::bigint, 0
)
ON CONFLICT (id) DO NOTHING
