-- Keeps a provider's message. No row: the provider said it before.
INSERT INTO payments_inbox (provider, provider_event_id, payment_id, fact, amount, reference, received_at)
VALUES (%(provider)s::text, %(event)s::text, %(payment)s::uuid, %(fact)s::text, %(amount)s::bigint,
        %(reference)s::text, %(at)s::timestamptz)
ON CONFLICT (provider, provider_event_id) DO NOTHING
RETURNING id
