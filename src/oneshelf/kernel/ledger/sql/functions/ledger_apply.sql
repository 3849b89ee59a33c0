-- Brings balances up to date: opens the accounts that are missing (without a floor), and adds to each bounded one
-- what it gains or loses on the whole, in key order. Refuses with `balance_too_low`. Called by the ledger's own verbs.
CREATE OR REPLACE FUNCTION ledger_apply(
    p_book uuid, p_currency text, p_debits text[], p_credits text[], p_amounts bigint[]
) RETURNS void
LANGUAGE plpgsql
AS $$
DECLARE
    v_codes text[];
    v_ids uuid[];
    v_known int;
    v_bounded text[];
    v_code text;
    v_change bigint;
BEGIN
    SELECT array_agg(each.code), array_agg(ledger_account_id(p_book, each.code, p_currency))
    INTO v_codes, v_ids
    FROM (SELECT DISTINCT code FROM unnest(p_debits || p_credits) AS code) AS each;

    SELECT count(*), array_agg(a.code ORDER BY a.id) FILTER (WHERE a.floor IS NOT NULL)
    INTO v_known, v_bounded
    FROM ledger_account AS a
    WHERE a.id = ANY (v_ids);

    IF v_known < cardinality(v_ids) THEN
        INSERT INTO ledger_account (id, book, code, currency)
        SELECT missing.id, p_book, missing.code, p_currency
        FROM unnest(v_ids, v_codes) AS missing (id, code)
        ORDER BY missing.id
        ON CONFLICT DO NOTHING;  -- whichever of its two keys meets first: both name the same account
        -- One of them may have been opened with a floor at the same moment.
        SELECT array_agg(a.code ORDER BY a.id)
        INTO v_bounded
        FROM ledger_account AS a
        WHERE a.id = ANY (v_ids) AND a.floor IS NOT NULL;
    END IF;

    FOREACH v_code IN ARRAY coalesce(v_bounded, '{}') LOOP
        SELECT coalesce(sum(CASE WHEN leg.credit = v_code THEN leg.amount ELSE -leg.amount END), 0)
        INTO v_change
        FROM unnest(p_debits, p_credits, p_amounts) AS leg (debit, credit, amount)
        WHERE (leg.credit = v_code) <> (leg.debit = v_code);

        UPDATE ledger_account AS a
        SET balance = a.balance + v_change
        WHERE a.id = ledger_account_id(p_book, v_code, p_currency) AND a.balance + v_change >= a.floor;
        IF NOT FOUND THEN
            RAISE EXCEPTION 'balance_too_low' USING ERRCODE = 'OS409', DETAIL = (
                SELECT json_build_object(
                    'account', a.id, 'account_code', a.code, 'balance', a.balance, 'wanted', -v_change,
                    'floor', a.floor, 'currency', a.currency
                )
                FROM ledger_account AS a
                WHERE a.id = ledger_account_id(p_book, v_code, p_currency)
            )::text;
        END IF;
    END LOOP;
END
$$;
