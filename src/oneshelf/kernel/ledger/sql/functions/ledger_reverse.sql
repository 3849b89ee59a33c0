-- Posts the exact inverse of every transfer of a cause, leg by leg, under the cause (p_by_kind, p_by).
-- Returns how many transfers were reversed; a second reversal by the same cause breaks `transfer_posted_once_a_cause`.
CREATE OR REPLACE FUNCTION ledger_reverse(
    p_cause_kind text, p_cause uuid, p_by_kind text, p_by uuid, p_at timestamptz
) RETURNS int
LANGUAGE plpgsql
AS $$
DECLARE
    v_reversed int := 0;
    v_group record;
BEGIN
    INSERT INTO ledger_transfer (book, debit, credit, amount, currency, cause_kind, cause, leg, occurred_at)
    SELECT t.book, t.credit, t.debit, t.amount, t.currency, p_by_kind, p_by, t.leg, p_at
    FROM ledger_transfer AS t
    WHERE t.cause_kind = p_cause_kind AND t.cause = p_cause;
    GET DIAGNOSTICS v_reversed = ROW_COUNT;

    FOR v_group IN
        SELECT
            t.book, t.currency,
            array_agg(d.code) AS debits, array_agg(c.code) AS credits, array_agg(t.amount) AS amounts
        FROM ledger_transfer AS t
        JOIN ledger_account AS d ON d.id = t.debit
        JOIN ledger_account AS c ON c.id = t.credit
        WHERE t.cause_kind = p_by_kind AND t.cause = p_by
        GROUP BY t.book, t.currency
        ORDER BY t.book, t.currency
    LOOP
        PERFORM ledger_apply(v_group.book, v_group.currency, v_group.debits, v_group.credits, v_group.amounts);
    END LOOP;
    RETURN v_reversed;
END
$$;
