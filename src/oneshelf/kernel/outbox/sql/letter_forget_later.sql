-- Forgets the letters of events that a subscription will read again.
DELETE FROM outbox_letter AS l
USING outbox_subscription AS s
WHERE s.name = %(name)s::text AND l.subscription = s.name AND (l.transaction, l.event) > (s.transaction, s.last_id)
