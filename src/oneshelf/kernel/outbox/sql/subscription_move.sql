-- Moves a cursor and renews the lease, unless another worker has it or the cursor was moved meanwhile.
UPDATE outbox_subscription
SET
    transaction = %(transaction)s::xid8,
    last_id = %(id)s::uuid,
    lease_until = clock_timestamp() + %(lease)s::interval
WHERE
    name = %(name)s::text
    AND owner = %(owner)s::uuid
    AND state = 'running'
    AND transaction = %(old_transaction)s::xid8
    AND last_id = %(old_id)s::uuid
