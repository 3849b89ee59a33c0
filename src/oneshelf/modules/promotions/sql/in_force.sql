-- The rules of a market that are in force at some moment of [at, until), each with its group: whatever is drafted,
-- paused, ended or of a later time is not read.
SELECT
    v.rule,
    lower(v.valid) AS since,
    upper(v.valid) AS until,
    g.code AS "group",
    g."order",
    g.mode,
    g.choice,
    p.most_uses IS NOT NULL OR p.most_a_day IS NOT NULL OR p.most_each IS NOT NULL OR p.most_off IS NOT NULL AS limited
FROM promotions_version AS v
INNER JOIN promotions_promotion AS p ON p.id = v.promotion_id
INNER JOIN promotions_group AS g ON g.market_id = v.market_id AND g.code = v.rule::json ->> 'group'
WHERE v.market_id = %(market)s AND v.valid && tstzrange(%(at)s::timestamptz, %(until)s::timestamptz)
ORDER BY v.promotion_id, v.number
