-- Brings a consignment to a state, if it is in one that may come before.
UPDATE fulfilment_consignment
SET
    state = %(state)s::text, version = version + 1,
    ready_at = CASE WHEN %(state)s::text = 'ready' THEN %(at)s::timestamptz ELSE ready_at END,
    collect_by = CASE WHEN %(state)s::text = 'ready' THEN %(collect_by)s::timestamptz ELSE collect_by END,
    carrier = CASE WHEN %(state)s::text = 'shipped' THEN %(carrier)s::text ELSE carrier END,
    tracking = CASE WHEN %(state)s::text = 'shipped' THEN %(tracking)s::text ELSE tracking END,
    pin_attempts = CASE WHEN %(state)s::text = 'collected' THEN 0 ELSE pin_attempts END
WHERE id = %(consignment)s::uuid AND state = any(%(before)s::text[])
RETURNING
    id, market_id AS market, place_id AS place, order_id AS "order", order_number, method, state,
    due_at, opened_at, ready_at, collect_by, pin_attempts, carrier, tracking, version
