-- What became of some rows of a change: worked out, written, or taken back.
UPDATE pricing_change_row AS r SET
    state = new.state,
    problem = new.problem,
    old_amount = coalesce(new.old_amount, r.old_amount),
    old_per = coalesce(new.old_per, r.old_per),
    amount = coalesce(new.amount, r.amount),
    per = coalesce(new.per, r.per),
    price_id = coalesce(new.price, r.price_id),
    found_amount = new.found_amount,
    found_per = new.found_per
FROM
    unnest(
        %(variants)s::uuid[],
        %(states)s::text[],
        %(problems)s::text[],
        %(old_amounts)s::bigint[],
        %(old_pers)s::integer[],
        %(amounts)s::bigint[],
        %(pers)s::integer[],
        %(prices)s::uuid[],
        %(found_amounts)s::bigint[],
        %(found_pers)s::integer[]
    ) AS new (variant, state, problem, old_amount, old_per, amount, per, price, found_amount, found_per)
WHERE r.change_id = %(change)s AND r.variant_id = new.variant
