-- Where a subscription stands, if it runs and this worker holds its lease.
SELECT transaction::text::bigint AS transaction, last_id AS id
FROM outbox_subscription
WHERE name = %(name)s::text AND owner = %(owner)s::uuid AND state = 'running'
