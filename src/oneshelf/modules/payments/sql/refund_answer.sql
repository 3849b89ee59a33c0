-- Writes what became of a refund that was asked for. No row: that was written before.
UPDATE payments_refund
SET state = %(state)s::text, done_at = CASE WHEN %(state)s::text = 'done' THEN %(at)s::timestamptz END
WHERE id = %(refund)s::uuid AND state = 'asked'
RETURNING
    id, payment_id AS payment, cause_id AS cause, amount, state, asked_at
