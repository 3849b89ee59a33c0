-- Ends holds that ran out, so many at once, without waiting for any that somebody works on; says which.
WITH expired AS (
    SELECT use.id FROM coupons_use AS use
     WHERE use.state = 'reserved' AND use.expires_at <= %(at)s::timestamptz
     ORDER BY use.expires_at LIMIT %(most)s::int FOR UPDATE SKIP LOCKED
), freed AS (
    UPDATE coupons_use AS use SET state = 'released', settled_at = %(at)s::timestamptz
      FROM expired WHERE use.id = expired.id
    RETURNING use.id
)
SELECT freed.id FROM freed
