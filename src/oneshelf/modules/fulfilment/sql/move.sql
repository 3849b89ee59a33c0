-- Brings a consignment to a state, if it is in one that may come before, and its goods to a place, if one is given.
-- What is on the way is due when it has been promised in its store.
UPDATE fulfilment_consignment
SET
    state = %(state)s::text, version = version + 1,
    place_id = coalesce(%(place)s::uuid, place_id),
    sent_from_id = CASE WHEN %(state)s::text = 'on_the_way' THEN place_id ELSE sent_from_id END,
    sent_at = CASE WHEN %(state)s::text = 'on_the_way' THEN %(at)s::timestamptz ELSE sent_at END,
    due_at = CASE WHEN %(state)s::text = 'on_the_way' THEN there_by ELSE coalesce(%(due_at)s::timestamptz, due_at) END,
    ready_at = CASE WHEN %(state)s::text = 'ready' THEN %(at)s::timestamptz ELSE ready_at END,
    collect_by = CASE WHEN %(state)s::text = 'ready' THEN %(collect_by)s::timestamptz ELSE collect_by END,
    carrier = CASE WHEN %(state)s::text = 'shipped' THEN %(carrier)s::text ELSE carrier END,
    tracking = CASE WHEN %(state)s::text = 'shipped' THEN %(tracking)s::text ELSE tracking END,
    pin_attempts = CASE WHEN %(state)s::text = 'collected' THEN 0 ELSE pin_attempts END
WHERE id = %(consignment)s::uuid AND state = any(%(before)s::text[])
RETURNING
    id, market_id AS market, place_id AS place, order_id AS "order", order_number, method, state,
    due_at, opened_at, ready_at, collect_by, pin_attempts, carrier, tracking, against_payment, version,
    bring_to_id AS bring_to, there_by, sent_from_id AS sent_from, sent_at, expected_on
