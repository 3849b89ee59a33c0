-- What is left of promotions with limits, for a customer on a day; what an owner holds already is left to it. To nobody
-- who is not known anything is, of those that are limited for each customer: `to_unknown` says that it is only that.
SELECT
    p.id AS promotion,
    greatest(
        least(
            p.most_uses - coalesce(c.uses, 0) + coalesce(own.uses, 0),
            p.most_a_day - coalesce(d.uses, 0) + coalesce(own.of_the_day, 0),
            CASE
                WHEN %(customer)s::uuid IS NULL AND p.most_each IS NOT NULL THEN 0
                ELSE p.most_each - coalesce(e.uses, 0) + coalesce(own.of_the_customer, 0)
            END
        ),
        0
    ) AS uses,
    greatest(p.most_off - coalesce(c.off, 0) + coalesce(own.off, 0), 0) AS off,
    num_nonnulls(p.most_uses, p.most_a_day, p.most_each) > 0 AS uses_are_limited,
    p.most_off IS NOT NULL AS off_is_limited,
    %(customer)s::uuid IS NULL AND p.most_each IS NOT NULL
    AND coalesce(
        least(
            p.most_uses - coalesce(c.uses, 0) + coalesce(own.uses, 0),
            p.most_a_day - coalesce(d.uses, 0) + coalesce(own.of_the_day, 0),
            p.most_off - coalesce(c.off, 0) + coalesce(own.off, 0)
        ) > 0,
        true
    ) AS to_unknown
FROM promotions_promotion AS p
LEFT JOIN promotions_counter AS c ON c.promotion_id = p.id AND c.scope = 'all'
LEFT JOIN promotions_counter AS d ON d.promotion_id = p.id AND d.scope = %(day)s::date::text
LEFT JOIN promotions_counter AS e ON e.promotion_id = p.id AND e.scope = %(customer)s::uuid::text
LEFT JOIN LATERAL (
    SELECT
        1 AS uses,
        (u.day = %(day)s::date)::int AS of_the_day,
        (u.customer_id = %(customer)s::uuid)::int AS of_the_customer,
        u.off
    FROM promotions_use AS u
    WHERE u.owner_id = %(owner)s::uuid AND u.promotion_id = p.id
) AS own ON true
WHERE p.id = ANY(%(promotions)s::uuid[])
