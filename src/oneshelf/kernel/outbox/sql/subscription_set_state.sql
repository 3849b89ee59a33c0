-- Pauses or resumes a subscription.
UPDATE outbox_subscription
SET state = %(state)s::text
WHERE name = %(name)s::text
