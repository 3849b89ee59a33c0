-- Opens a pending payment, unless one for the same basket is under way or holds the money already.
INSERT INTO payments_payment
    (id, market_id, payable_id, method, gateway, currency, amount, state, bound_hash, occurred_at)
VALUES
    (%(payment)s::uuid, %(market)s::uuid, %(payable)s::uuid, %(method)s::text, %(gateway)s::text, %(currency)s::text,
     %(amount)s::bigint, 'pending', %(bound_hash)s::text, %(at)s::timestamptz)
ON CONFLICT (market_id, payable_id, bound_hash, amount)
    WHERE claimed_by IS NULL AND state IN ('pending', 'authorised') DO NOTHING
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
