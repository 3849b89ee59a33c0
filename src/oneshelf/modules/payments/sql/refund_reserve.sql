-- Sets an amount aside to be given back, if so much is left of what was captured.
-- With `only_unclaimed`, only as long as no order has claimed the payment.
UPDATE payments_payment
SET refunding = refunding + %(amount)s::bigint
WHERE id = %(payment)s::uuid AND captured - refunding - refunded >= %(amount)s::bigint
    AND (claimed_by IS NULL OR NOT %(only_unclaimed)s::boolean)
RETURNING
    id, market_id AS market, payable_id AS payable, claimed_by AS "order", method, gateway, gateway_reference,
    currency, amount, captured, refunding, refunded, state, asked,
    asked_amount, bound_hash, version, occurred_at
