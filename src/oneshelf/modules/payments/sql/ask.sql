-- Notes what a gateway is about to be asked, if the payment is in a state that allows it and nothing else is asked.
-- With `only_unclaimed`, only as long as no order has claimed the payment.
UPDATE payments_payment
SET asked = %(ask)s::text, asked_amount = %(amount)s::bigint, asked_at = coalesce(asked_at, %(at)s::timestamptz)
WHERE id = %(payment)s::uuid AND state = ANY(%(states)s::text[])
    AND (asked = '' OR (asked = %(ask)s::text AND asked_amount = %(amount)s::bigint))
    AND (claimed_by IS NULL OR NOT %(only_unclaimed)s::boolean)
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
