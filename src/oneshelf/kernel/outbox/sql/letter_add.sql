-- Holds an event back for a subscription; one that is held back already stays as it is.
INSERT INTO outbox_letter (
    subscription, event, type, aggregate, sequence, data, occurred_at, transaction, state, tries, retry_at, error
)
VALUES (
    %(subscription)s::text, %(event)s::uuid, %(type)s::text, %(aggregate)s::uuid, %(sequence)s::int, %(data)s::text,
    %(occurred_at)s::timestamptz, %(transaction)s::xid8, %(state)s::text, %(tries)s::int, %(retry_at)s::timestamptz,
    %(error)s::text
)
ON CONFLICT (subscription, event) DO NOTHING
