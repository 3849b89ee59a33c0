-- Providers' messages that have made no sense since before an instant.
SELECT
    'providers'' messages are worked' AS "check",
    format('%%s message %%s about payment %%s', provider, provider_event_id, payment_id) AS subject,
    format('%%s of %%s, parked', fact, amount) AS found, 'worked' AS expected
FROM payments_inbox
WHERE worked_at IS NULL AND received_at < %(before)s::timestamptz
