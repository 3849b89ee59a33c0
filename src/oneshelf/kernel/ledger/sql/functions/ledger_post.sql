-- Posts transfers in one book and currency: amount i leaves account p_debits[i] for account p_credits[i] because of
-- (p_cause_kind, p_causes[i], p_legs[i]). Accounts are named by code and opened when missing. The ledger's SQL face.
-- A cause's leg posts once: its repetition breaks `transfer_posted_once_a_cause` (refusal `already_posted`).
CREATE OR REPLACE FUNCTION ledger_post(
    p_book uuid, p_currency text, p_cause_kind text, p_causes uuid[], p_legs int[],
    p_debits text[], p_credits text[], p_amounts bigint[], p_at timestamptz
) RETURNS void
LANGUAGE plpgsql
AS $$
BEGIN
    INSERT INTO ledger_transfer (book, debit, credit, amount, currency, cause_kind, cause, leg, occurred_at)
    SELECT
        p_book,
        ledger_account_id(p_book, t.debit, p_currency),
        ledger_account_id(p_book, t.credit, p_currency),
        t.amount, p_currency, p_cause_kind, t.cause, t.leg, p_at
    FROM unnest(p_causes, p_legs, p_debits, p_credits, p_amounts) AS t (cause, leg, debit, credit, amount);
    PERFORM ledger_apply(p_book, p_currency, p_debits, p_credits, p_amounts);
END
$$;
