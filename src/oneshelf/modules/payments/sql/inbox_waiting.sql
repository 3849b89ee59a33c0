-- Payments that have parked messages and are known by now.
SELECT DISTINCT inbox.payment_id
FROM payments_inbox AS inbox
JOIN payments_payment AS payment ON payment.id = inbox.payment_id
WHERE inbox.worked_at IS NULL
LIMIT %(most)s::int
