-- Notes what a try came to, unless another worker has the delivery by now.
UPDATE webhooks_delivery
SET
    state = %(state)s::text,
    tries = tries + 1,
    next_at = %(next_at)s::timestamptz,
    ended_at = CASE WHEN %(state)s::text <> 'waiting' THEN clock_timestamp() END,
    owner = NULL,
    lease_until = NULL
WHERE id = %(delivery)s::uuid AND owner = %(owner)s::uuid AND state = 'waiting'
