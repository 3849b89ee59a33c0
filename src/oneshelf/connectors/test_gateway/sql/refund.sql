-- Gives money back once for each cause, if so much is left; the row is there if it was given, now or before.
WITH asked AS (
    SELECT charge.id, charge.captured - charge.refunded AS left_over,
        EXISTS (
            SELECT 1 FROM test_gateway_refund AS known
            WHERE known.cause_id = %(cause)s::uuid AND known.charge_id = charge.id
        ) AS given_before
    FROM test_gateway_charge AS charge
    WHERE charge.payment_id = %(payment)s::uuid
    FOR UPDATE
), given AS (
    INSERT INTO test_gateway_refund (charge_id, cause_id, amount)
    SELECT asked.id, %(cause)s::uuid, %(amount)s::bigint
    FROM asked
    WHERE NOT asked.given_before AND asked.left_over >= %(amount)s::bigint
    RETURNING charge_id, amount
)
UPDATE test_gateway_charge AS charge
SET refunded = charge.refunded + coalesce((SELECT given.amount FROM given), 0)
FROM asked
WHERE charge.id = asked.id AND (asked.given_before OR EXISTS (SELECT 1 FROM given))
RETURNING payment_id AS payment, token, amount, currency, state, captured, refunded, created_at
