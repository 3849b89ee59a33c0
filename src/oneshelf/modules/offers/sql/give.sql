-- Writes down that an offer gives a coupon for a cause; no row when the cause has earned, or its customer still waits.
INSERT INTO offers_award (
    id, market_id, offer_id, run_id, cause_id, order_id, channel_id, customer_id, email, earned_at, given_at, expires_at, wait,
    revenue, discount, version)
VALUES (%(award)s, %(market)s, %(offer)s, %(run)s, %(cause)s, %(order)s, %(channel)s, %(customer)s, %(email)s,
        %(earned)s, %(at)s, %(expires)s,
        CASE WHEN %(waits_until)s::timestamptz IS NOT NULL THEN tstzrange(%(at)s, %(waits_until)s) END, 0, 0, 1)
    ON CONFLICT DO NOTHING
RETURNING id
