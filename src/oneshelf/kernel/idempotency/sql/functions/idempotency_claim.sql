-- Claims (client, operation, key) for the caller's transaction and keeps the answer for 48 hours.
-- Gives NULLs when the claim is new, the stored answer when the same body came before; a duplicate that runs at the
-- same moment waits on the primary key for the first. Another body under the same key is refused.
CREATE OR REPLACE FUNCTION idempotency_claim(
    p_client text, p_operation text, p_key text, p_body_hash bytea, p_status int, p_answer text,
    OUT stored_status int, OUT stored_answer text
)
LANGUAGE plpgsql
AS $$
DECLARE
    v_stored_hash bytea;
BEGIN
    FOR attempt IN 1 .. 5 LOOP
        INSERT INTO idempotency_answer AS old (client, operation, key, body_hash, status, answer, expires_at)
        VALUES (p_client, p_operation, p_key, p_body_hash, p_status, p_answer, now() + interval '48 hours')
        ON CONFLICT (client, operation, key) DO UPDATE
        SET body_hash = excluded.body_hash, status = excluded.status,
            answer = excluded.answer, expires_at = excluded.expires_at
        WHERE old.expires_at <= now();
        IF FOUND THEN
            RETURN;
        END IF;
        SELECT old.body_hash, old.status, old.answer
        INTO v_stored_hash, stored_status, stored_answer
        FROM idempotency_answer AS old
        WHERE old.client = p_client AND old.operation = p_operation AND old.key = p_key;
        IF FOUND THEN
            IF v_stored_hash <> p_body_hash THEN
                RAISE EXCEPTION 'idempotency_key_reused' USING ERRCODE = 'OS409',
                    DETAIL = json_build_object('operation', p_operation, 'key', p_key)::text;
            END IF;
            RETURN;
        END IF;
        -- The sweep took the row between the two statements: the key is free again.
    END LOOP;
    RAISE EXCEPTION 'the idempotency key % came and went five times', p_key USING ERRCODE = 'serialization_failure';
END
$$;
