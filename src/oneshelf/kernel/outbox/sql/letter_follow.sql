-- Lets the first letter of an aggregate be tried, if it was parked.
UPDATE outbox_letter
SET state = 'retrying', retry_at = clock_timestamp()
WHERE
    state = 'parked'
    AND id = (
        SELECT first.id
        FROM outbox_letter AS first
        WHERE first.subscription = %(subscription)s::text AND first.aggregate = %(aggregate)s::uuid
        ORDER BY first.sequence, first.transaction, first.event
        LIMIT 1
    )
