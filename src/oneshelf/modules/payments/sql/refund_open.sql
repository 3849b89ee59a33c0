-- Asks for a refund, once for each cause and payment; one that failed may be asked for again. No
-- row: the cause stands already.
INSERT INTO payments_refund AS refund (id, market_id, payment_id, cause_id, amount, state, asked_at)
VALUES (%(refund)s::uuid, %(market)s::uuid, %(payment)s::uuid, %(cause)s::uuid, %(amount)s::bigint, 'asked',
        %(at)s::timestamptz)
ON CONFLICT (payment_id, cause_id) DO UPDATE SET state = 'asked', asked_at = excluded.asked_at
    WHERE refund.state = 'failed' AND refund.amount = excluded.amount
RETURNING
    id, payment_id AS payment, cause_id AS cause, amount, state, asked_at
